package io.kodiak.assembly;

import java.util.List;
import java.util.Map;

/**
 * Composes a table in code, within an {@link EngineBuilder}. What is not set stays as the defaults
 * are.
 */
public final class TableBuilder {
  private final EngineBuilder engine;
  private final String path;

  TableBuilder(EngineBuilder engine, String path) {
    this.engine = engine;
    this.path = path;
  }

  /** The memtable plug-in. */
  public TableBuilder memtable(String name) {
    return set("memtable.type", name);
  }

  /** The memtable plug-in and its settings. */
  public TableBuilder memtable(String name, Map<String, ?> settings) {
    return memtable(name).settings("memtable", name, settings);
  }

  /** The size in bytes at which a memtable is flushed. */
  public TableBuilder flushSize(long bytes) {
    return set("memtable.flush-size", bytes);
  }

  /** The number of entries at which a memtable is flushed. */
  public TableBuilder flushEntries(long entries) {
    return set("memtable.flush-entries", entries);
  }

  /** How many full memtables may wait to be flushed before writers wait. */
  public TableBuilder maxImmutable(int memtables) {
    return set("memtable.max-immutable", memtables);
  }

  /** The formats of new files on level 0, 1, and so on; the last one holds for all below. */
  public TableBuilder formats(String... levels) {
    return set("format.levels", List.of(levels));
  }

  /** The format of new files on the deepest level with data. */
  public TableBuilder lastLevelFormat(String name) {
    return set("format.last-level", name);
  }

  /** The settings of a format plug-in. */
  public TableBuilder formatSettings(String name, Map<String, ?> settings) {
    return settings("format", name, settings);
  }

  /** About how many bytes a block holds. */
  public TableBuilder blockSize(long bytes) {
    return set("format.block-size", bytes);
  }

  /** About how many bytes a block holds on the deepest level with data. */
  public TableBuilder lastLevelBlockSize(long bytes) {
    return set("format.last-level-block-size", bytes);
  }

  /** The size of the bloom filters, from 0 (none) to 24 bits per key. */
  public TableBuilder bloomBitsPerKey(int bits) {
    return set("format.bloom-bits-per-key", bits);
  }

  /** The compaction plug-in. */
  public TableBuilder compaction(String policy) {
    return set("compaction.policy", policy);
  }

  /** The compaction plug-in and its settings. */
  public TableBuilder compaction(String policy, Map<String, ?> settings) {
    return compaction(policy).settings("compaction", policy, settings);
  }

  /** From how many runs on level 0 writers slow down, and from how many they wait. */
  public TableBuilder backpressure(int slowdownRuns, int stopRuns) {
    set("compaction.slowdown-runs", slowdownRuns);
    return set("compaction.stop-runs", stopRuns);
  }

  /** Whether the writes of every opening are recorded, as a workload for simulations. */
  public TableBuilder recordWrites(boolean recorded) {
    return set("trace.record", recorded);
  }

  /**
   * Sets any key of a table.
   *
   * @param key the path within the table's section, such as {@code "format.parquet.compression"}
   * @param value as for {@link EngineBuilder#set(String, Object)}
   */
  public TableBuilder set(String key, Object value) {
    engine.set(path + "." + key, value);
    return this;
  }

  private TableBuilder settings(String section, String plugin, Map<String, ?> settings) {
    settings.forEach((key, value) -> set(section + "." + plugin + "." + key, value));
    return this;
  }
}
