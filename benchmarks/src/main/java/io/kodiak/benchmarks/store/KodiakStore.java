package io.kodiak.benchmarks.store;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.DatabaseOptions;
import io.kodiak.engine.database.NamedFormat;
import io.kodiak.engine.database.SyncMode;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableOptions;
import io.kodiak.engine.database.TableStats;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Kodiak through its own API, composed as it is by default: a B-skip-list, Parquet files with LZ4
 * and ZSTD on the last level, leveled compaction. System properties choose other plug-ins: {@code
 * kodiak.bench.memtable}, {@code kodiak.bench.format}, {@code kodiak.bench.policy}.
 */
public final class KodiakStore implements Store {
  /** The memtable when nothing else is chosen. */
  public static final String DEFAULT_MEMTABLE = "b-skiplist";

  private static final String MEMTABLE_PROPERTY = "kodiak.bench.memtable";
  private static final MemtableChoice MEMTABLE =
      MemtableChoice.parse(System.getProperty(MEMTABLE_PROPERTY, DEFAULT_MEMTABLE));
  private static final String FORMAT = System.getProperty("kodiak.bench.format", "parquet");
  private static final String POLICY = System.getProperty("kodiak.bench.policy", "leveled");

  /** As in RocksDB: so many compactions at once, beside the flushes. */
  private static final int COMPACTION_THREADS = 1;

  private final Database database;
  private final Table table;

  /** Opens the store in {@code directory}. */
  public KodiakStore(Path directory, StoreOptions settings) {
    SSTableFormat format = Plugins.format(FORMAT, new PlainSettings(Map.of()));
    String policyName =
        settings.policy().equals(StoreOptions.DEFAULT_POLICY) ? POLICY : settings.policy();
    CompactionPolicy policy = policy(policyName, settings.writeBufferBytes());
    TableOptions tableOptions =
        TableOptions.builder()
            .memtable(MEMTABLE.name(), MEMTABLE.factory())
            .flushAt(settings.writeBufferBytes(), Long.MAX_VALUE)
            .immutableMemtables(StoreOptions.WRITE_BUFFERS - 1)
            .format(new NamedFormat(FORMAT, format))
            .bloomBitsPerKey(StoreOptions.BLOOM_BITS)
            .policy(policyName, policy)
            .build();
    SyncMode sync = settings.sync() ? SyncMode.ALWAYS : SyncMode.NEVER;
    database =
        Database.open(
            DatabaseOptions.builder()
                .storage(new LocalStorage(directory, ReadMode.MAPPED))
                .sync(sync, Duration.ofMillis(100))
                .cacheBytes(settings.cacheBytes())
                .compactionThreads(COMPACTION_THREADS)
                .tables(name -> tableOptions)
                .formats(Map.of(FORMAT, format))
                .build());
    table = database.table("bench");
  }

  /** A policy whose sizes are the defaults in proportion to those of memtables. */
  public static CompactionPolicy policy(String policy, long buffer) {
    Map<String, Object> sizes =
        switch (policy) {
          case "leveled" -> Map.of("base-level-size", 4 * buffer, "target-file-size", buffer);
          case "tiered" -> Map.of("max-merge-size", 16 * buffer, "target-file-size", buffer);
          case "unified" ->
              Map.of("base-size", buffer, "target-file-size", buffer, "min-file-size", buffer / 8);
          default -> Map.of();
        };
    return Plugins.policy(policy, new PlainSettings(sizes));
  }

  /**
   * The flag by which a JVM is told which memtable to use.
   *
   * @throws IllegalArgumentException when none of that name is installed
   */
  public static String memtableFlag(String name) {
    MemtableChoice.parse(name).factory();
    return "-D" + MEMTABLE_PROPERTY + "=" + name;
  }

  @Override
  public void put(byte[] key, byte[] value) {
    table.put(key, value);
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    return table.get(key);
  }

  @Override
  public Walk walk(Direction direction) {
    return new KodiakWalk(
        direction == Direction.ASCENDING
            ? table.scan(KeyRange.all())
            : table.scanDescending(KeyRange.all()));
  }

  @Override
  public Walk walkFrom(byte[] key) {
    return new KodiakWalk(table.scan(KeyRange.from(key)));
  }

  @Override
  public void settle() {
    table.flush();
    database.awaitIdle();
  }

  @Override
  public void compact() {
    table.compact();
  }

  @Override
  public long tableBytesWritten() {
    TableStats stats = table.stats();
    return stats.bytesFlushed() + stats.bytesCompactedOut();
  }

  @Override
  public long tableBytesMerged() {
    return table.stats().bytesCompactedIn();
  }

  @Override
  public long tableBytes() {
    return table.stats().sstableBytes();
  }

  @Override
  public int runs() {
    return table.stats().runs().size();
  }

  @Override
  public String shape() {
    Map<Integer, Integer> files = new TreeMap<>();
    for (Run run : table.stats().runs()) {
      files.merge(run.level(), run.tables().size(), Integer::sum);
    }
    StringBuilder text = new StringBuilder();
    files.forEach((level, count) -> text.append(" L").append(level).append(':').append(count));
    return text.toString().strip();
  }

  @Override
  public void close() {
    database.close();
  }
}
