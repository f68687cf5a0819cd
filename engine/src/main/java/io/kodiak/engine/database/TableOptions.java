package io.kodiak.engine.database;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.MemtableFactory;
import io.kodiak.engine.backpressure.WriteLimits;
import io.kodiak.engine.sstable.SSTableOptions;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How one table is composed.
 *
 * @param memtableName the name of the memtable plug-in
 * @param memtable makes the memtables
 * @param flushBytes a memtable of this many bytes is flushed
 * @param flushEntries a memtable of this many entries is flushed
 * @param levelFormats the formats of new files on level 0, 1, …; the last one holds for all below
 * @param lastLevelFormat the format of new files on the deepest level with data; {@code null}: as
 *     {@code levelFormats} says
 * @param blockBytes about how many bytes of keys and values a block holds; bounds as in {@link
 *     SSTableOptions}
 * @param lastLevelBlockBytes the same on the deepest level with data
 * @param bloomBitsPerKey the size of the bloom filters, from 0 (none) to 24 bits per key
 * @param policyName the name of the compaction plug-in
 * @param policy decides what to compact
 * @param slowdownRuns writers slow down from this many runs on level 0
 * @param stopRuns writers wait from this many runs on level 0
 * @param immutableMemtables writers wait while this many full memtables wait to be flushed
 * @param traceBytes the writes of each opening are recorded in a trace of at most so many bytes;
 *     bounds as in {@link TraceOptions}, or 0: they are not
 */
public record TableOptions(
    String memtableName,
    MemtableFactory memtable,
    long flushBytes,
    long flushEntries,
    List<NamedFormat> levelFormats,
    @Nullable NamedFormat lastLevelFormat,
    int blockBytes,
    int lastLevelBlockBytes,
    int bloomBitsPerKey,
    String policyName,
    CompactionPolicy policy,
    int slowdownRuns,
    int stopRuns,
    int immutableMemtables,
    long traceBytes) {

  /** Checks the bounds. */
  public TableOptions {
    levelFormats = List.copyOf(levelFormats);
    check(!levelFormats.isEmpty(), "at least one level format is needed");
    check(flushBytes >= 1 && flushEntries >= 1, "flush bytes and entries are at least 1");
    levelFormats.forEach(format -> checkBlocks(format, bloomBitsPerKey));
    if (lastLevelFormat != null) {
      checkBlocks(lastLevelFormat, bloomBitsPerKey);
    }
    // These check their bounds.
    new SSTableOptions(blockBytes, bloomBitsPerKey);
    new SSTableOptions(lastLevelBlockBytes, bloomBitsPerKey);
    check(slowdownRuns >= 1 && stopRuns > slowdownRuns, "slow down before stopping");
    check(immutableMemtables >= 1, "at least one memtable may wait");
    if (traceBytes != 0) {
      new TraceOptions(traceBytes);
    }
  }

  private static void checkBlocks(NamedFormat format, int bloomBitsPerKey) {
    if (format.blockBytes() != 0) {
      new SSTableOptions(format.blockBytes(), bloomBitsPerKey);
    }
  }

  private static void check(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("table options: " + rule);
    }
  }

  /** The format of new files on {@code level}. */
  public NamedFormat format(int level, boolean lastLevel) {
    NamedFormat last = lastLevelFormat;
    if (lastLevel && last != null) {
      return last;
    }
    return levelFormats.get(Math.min(level, levelFormats.size() - 1));
  }

  /**
   * How SSTables of a format are built.
   *
   * @param lastLevel whether they are for the deepest level with data
   */
  public SSTableOptions sstables(NamedFormat format, boolean lastLevel) {
    int byTable = lastLevel ? lastLevelBlockBytes : blockBytes;
    int bytes = format.blockBytes() == 0 ? byTable : format.blockBytes();
    return new SSTableOptions(bytes, bloomBitsPerKey);
  }

  WriteLimits writeLimits() {
    return new WriteLimits(flushBytes, slowdownRuns, stopRuns, immutableMemtables);
  }

  /** Begins with the defaults; memtable, format and policy have none. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects the options of a table. */
  public static final class Builder {
    private @Nullable String memtableName;
    private @Nullable MemtableFactory memtable;
    private long flushBytes = 64L << 20;
    private long flushEntries = Long.MAX_VALUE;
    private List<NamedFormat> levelFormats = List.of();
    private @Nullable NamedFormat lastLevelFormat;
    private int blockBytes = 16 << 10;
    private int lastLevelBlockBytes = 16 << 10;
    private int bloomBitsPerKey = 10;
    private @Nullable String policyName;
    private @Nullable CompactionPolicy policy;
    private int slowdownRuns = 20;
    private int stopRuns = 36;
    private int immutableMemtables = 2;
    private long traceBytes;

    private Builder() {}

    /** The memtable plug-in. */
    public Builder memtable(String name, MemtableFactory factory) {
      memtableName = name;
      memtable = factory;
      return this;
    }

    /** The size in bytes and the number of entries at which a memtable is flushed. */
    public Builder flushAt(long bytes, long entries) {
      flushBytes = bytes;
      flushEntries = entries;
      return this;
    }

    /** The formats of new files on level 0, 1, …; the last one holds for all below. */
    public Builder levelFormats(List<NamedFormat> formats) {
      levelFormats = formats;
      return this;
    }

    /** The format of new files on every level. */
    public Builder format(NamedFormat format) {
      return levelFormats(List.of(format));
    }

    /** The format of new files on the deepest level with data. */
    public Builder lastLevelFormat(@Nullable NamedFormat format) {
      lastLevelFormat = format;
      return this;
    }

    /** About how many bytes a block holds: in general, and on the deepest level with data. */
    public Builder blockBytes(int bytes, int lastLevelBytes) {
      blockBytes = bytes;
      lastLevelBlockBytes = lastLevelBytes;
      return this;
    }

    /** The size of the bloom filters in bits per key; 0: none. */
    public Builder bloomBitsPerKey(int bits) {
      bloomBitsPerKey = bits;
      return this;
    }

    /** The compaction plug-in. */
    public Builder policy(String name, CompactionPolicy compactionPolicy) {
      policyName = name;
      policy = compactionPolicy;
      return this;
    }

    /** From how many runs on level 0 writers slow down, and from how many they wait. */
    public Builder backpressure(int slowdown, int stop) {
      slowdownRuns = slowdown;
      stopRuns = stop;
      return this;
    }

    /** How many full memtables may wait to be flushed before writers wait. */
    public Builder immutableMemtables(int count) {
      immutableMemtables = count;
      return this;
    }

    /**
     * The writes of each opening are recorded in a trace of at most so many bytes; 0: not at all.
     */
    public Builder recordWrites(long maxBytes) {
      traceBytes = maxBytes;
      return this;
    }

    /** The options. */
    public TableOptions build() {
      return new TableOptions(
          Objects.requireNonNull(memtableName, "memtable"),
          Objects.requireNonNull(memtable, "memtable"),
          flushBytes,
          flushEntries,
          levelFormats,
          lastLevelFormat,
          blockBytes,
          lastLevelBlockBytes,
          bloomBitsPerKey,
          Objects.requireNonNull(policyName, "policy"),
          Objects.requireNonNull(policy, "policy"),
          slowdownRuns,
          stopRuns,
          immutableMemtables,
          traceBytes);
    }
  }
}
