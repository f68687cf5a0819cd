package io.kodiak.benchmarks.micro;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import io.kodiak.benchmarks.workload.Dataset;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.BlockCache;
import io.kodiak.engine.sstable.KeyHash;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A key looked up in an SSTable of the engine, with all blocks in the cache and with none. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class SSTableReadBenchmark {
  private static final int ENTRIES = 500_000;
  private static final long CACHE_BYTES = 512L << 20;

  /** The plug-in. */
  @Param("parquet")
  public String format = "";

  /** Its setting {@code compression}. */
  @Param({"none", "lz4", "zstd"})
  public String compression = "";

  /** About how many bytes of keys and values a block holds. */
  @Param("16384")
  public int blockBytes;

  private final Dataset data = new Dataset(ENTRIES, 1);
  private final int[] order = data.order(0);
  private final byte[] key = new byte[Dataset.KEY_BYTES];
  private final EntryView result = new EntryView();
  private Path directory;
  private SSTables cachedTables;
  private SSTables uncachedTables;
  private SSTable cached;
  private SSTable uncached;
  private int next;

  /** Writes the file and fills the cache. */
  @Setup
  public void make() throws IOException {
    Path parent = Path.of(System.getProperty("kodiak.bench.directory", "."));
    directory = Files.createTempDirectory(Files.createDirectories(parent), "sstable-");
    LocalStorage storage = new LocalStorage(directory, ReadMode.MAPPED);
    storage.createDirectory(FileNames.tableDirectory("t"));
    SSTableFormat plugin =
        Plugins.format(format, new PlainSettings(Map.of("compression", compression)));
    SSTableFile file = write(storage, plugin);
    cachedTables = new SSTables(storage, new BlockCache(CACHE_BYTES), name -> plugin);
    uncachedTables = new SSTables(storage, new BlockCache(0), name -> plugin);
    cached = cachedTables.open("t", file);
    uncached = uncachedTables.open("t", file);
    byte[] value = new byte[Dataset.VALUE_BYTES];
    for (int entry = 0; entry < 2 * ENTRIES; entry++) {
      lookUp(cached);
      data.value(order[next], 0, value);
      if (!result.valueSlice().equals(Slice.of(value))) {
        throw new IllegalStateException("a wrong value for entry " + order[next]);
      }
    }
  }

  private SSTableFile write(LocalStorage storage, SSTableFormat plugin) throws IOException {
    RunWriter.Target target =
        new RunWriter.Target(
            storage,
            "t",
            format,
            plugin,
            new SSTableOptions(blockBytes, SSTableOptions.DEFAULT.bloomBitsPerKey()),
            false,
            () -> 1,
            Clock.systemUTC());
    byte[] value = new byte[Dataset.VALUE_BYTES];
    EntryView entry = new EntryView();
    entry.key(key, 0, key.length);
    entry.value(value, 0, value.length);
    try (RunWriter writer = new RunWriter(target, 0, 1, Long.MAX_VALUE, ENTRIES)) {
      for (int i = 0; i < ENTRIES; i++) {
        data.key(i, key);
        data.value(i, 0, value);
        entry.version(i + 1L, EntryKind.PUT);
        writer.append(entry, true);
      }
      return writer.finish(ENTRIES).get(0);
    }
  }

  /** Every block is in the cache. */
  @Benchmark
  public EntryView cached() throws IOException {
    return lookUp(cached);
  }

  /** Every block is read, verified and decoded; the file is in the page cache. */
  @Benchmark
  public EntryView uncached() throws IOException {
    return lookUp(uncached);
  }

  private EntryView lookUp(SSTable table) throws IOException {
    next = next + 1 == ENTRIES ? 0 : next + 1;
    data.key(order[next], key);
    long hash = KeyHash.of(key, 0, key.length);
    if (!table.mayContain(hash) || !table.get(key, 0, key.length, hash, Long.MAX_VALUE, result)) {
      throw new IllegalStateException("entry " + order[next] + " was not found");
    }
    return result;
  }

  /** Closes and deletes the file. */
  @TearDown
  public void delete() throws IOException {
    cachedTables.close();
    uncachedTables.close();
    Directories.delete(directory);
  }
}
