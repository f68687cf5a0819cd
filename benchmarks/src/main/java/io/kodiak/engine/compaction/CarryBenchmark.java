package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import io.kodiak.benchmarks.workload.Dataset;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.BlockCache;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.sstable.VersionRetention;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One entry of two files merged into a third, all of it: reading, checksums, decoding, encoding,
 * filter, writing. With the blocks carried over where they can be, and without.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class CarryBenchmark {
  private static final int ENTRIES = 200_000;
  private static final int RUNS = 2;
  private static final String TABLE = "t";

  /** The plug-in. */
  @Param({"parquet", "feather"})
  public String format = "";

  /** Its setting {@code compression}. */
  @Param({"lz4", "zstd"})
  public String compression = "";

  /** Whether blocks may be carried over. */
  @Param({"false", "true"})
  public boolean carry;

  private final Dataset data = new Dataset(ENTRIES, 1);
  private final AtomicLong ids = new AtomicLong();
  private Path directory;
  private RunWriter.Target target;
  private SSTables tables;
  private List<List<SSTable>> turns;
  private List<List<SSTable>> stretches;

  /** Writes the inputs. */
  @Setup
  public void make() throws IOException {
    Path parent = Path.of(System.getProperty("kodiak.bench.directory", "."));
    directory = Files.createTempDirectory(Files.createDirectories(parent), "carry-");
    LocalStorage storage = new LocalStorage(directory, ReadMode.MAPPED);
    storage.createDirectory(FileNames.tableDirectory(TABLE));
    SSTableFormat plugin =
        Plugins.format(format, new PlainSettings(Map.of("compression", compression)));
    target =
        new RunWriter.Target(
            storage,
            TABLE,
            format,
            plugin,
            SSTableOptions.DEFAULT,
            false,
            ids::incrementAndGet,
            Clock.systemUTC());
    tables = new SSTables(storage, new BlockCache(0), name -> plugin);
    turns = new ArrayList<>();
    stretches = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      turns.add(List.of(write(run, ENTRIES, RUNS)));
      stretches.add(List.of(write(ENTRIES / RUNS * run, ENTRIES / RUNS * (run + 1), 1)));
    }
  }

  private SSTable write(int from, int to, int step) throws IOException {
    byte[] key = new byte[Dataset.KEY_BYTES];
    byte[] value = new byte[Dataset.VALUE_BYTES];
    EntryView entry = new EntryView();
    entry.key(key, 0, key.length);
    entry.value(value, 0, value.length);
    int count = 0;
    try (RunWriter writer = new RunWriter(target, 0, 1, Long.MAX_VALUE, ENTRIES)) {
      for (int i = from; i < to; i += step) {
        data.key(i, key);
        data.value(i, 0, value);
        entry.version(i + 1L, EntryKind.PUT);
        writer.append(entry, true);
        count++;
      }
      return tables.open(TABLE, writer.finish(count).get(0));
    }
  }

  /** No two entries in a row come from the same file: the worst case, in which nothing changes. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long interleaved() throws IOException {
    return merge(turns);
  }

  /** All entries of a file lie together: the best case. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long disjoint() throws IOException {
    return merge(stretches);
  }

  private long merge(List<List<SSTable>> runs) throws IOException {
    Set<SSTable> encoded = new HashSet<>();
    if (carry) {
      runs.forEach(encoded::addAll);
    }
    Slice first = runs.get(0).get(0).meta().firstKey();
    Slice last = runs.get(RUNS - 1).get(0).meta().lastKey();
    TreeView tree = new TreeView(TABLE, List.of(), Set.of(), 0);
    CompactionPlan plan = new CompactionPlan(Set.of(1L), 1, Long.MAX_VALUE, 0, "benchmark");
    CompactionProgress progress = new CompactionProgress(1, ENTRIES);
    List<SSTableFile> outputs;
    try (RunWriter writer = new RunWriter(target, 1, 1, Long.MAX_VALUE, ENTRIES)) {
      outputs =
          new CompactionMerge(
                  "benchmark",
                  progress,
                  new CompactionRate(0),
                  () -> false,
                  writer,
                  OverlapLimit.of(tree, 1, Long.MAX_VALUE))
              .run(
                  new MergeInputs(runs, encoded, first, last),
                  KeyRange.all(),
                  new VersionRetention(new long[0]),
                  TombstoneRule.of(tree, plan, first, last));
    }
    target.delete(outputs);
    if (progress.entriesWritten() != ENTRIES) {
      throw new IllegalStateException("a merge gave " + progress.entriesWritten() + " entries");
    }
    return progress.bytesCarried();
  }

  /** Closes and deletes the files. */
  @TearDown
  public void delete() throws IOException {
    tables.close();
    Directories.delete(directory);
  }
}
