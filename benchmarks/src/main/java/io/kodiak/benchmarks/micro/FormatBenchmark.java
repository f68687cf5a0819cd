package io.kodiak.benchmarks.micro;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import io.kodiak.benchmarks.workload.Dataset;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
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
import org.openjdk.jmh.annotations.Warmup;

/** One entry encoded into, or decoded from, a file in memory; one block decoded at random. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class FormatBenchmark {
  private static final int ENTRIES = 131_072;
  private static final WriteOptions OPTIONS = new WriteOptions("t", 1, false, ENTRIES, 0);

  /** The plug-in. */
  @Param("parquet")
  public String format = "";

  /** Its setting {@code compression}; some formats have snappy, too. */
  @Param({"none", "lz4", "zstd"})
  public String compression = "";

  /** About how many bytes of keys and values a block holds. */
  @Param("16384")
  public int blockBytes;

  private final SplittableRandom random = new SplittableRandom(1);
  private final MemoryFile file = new MemoryFile();
  private List<Block> blocks = List.of();
  private SSTableFormat plugin;
  private SSTableReader reader;

  /** Writes the file that is read. */
  @Setup
  public void make() throws IOException {
    blocks = Blocks.of(new Dataset(ENTRIES, 1), 0, 1, blockBytes);
    plugin = Plugins.format(format, new PlainSettings(Map.of("compression", compression)));
    Slice directory = write();
    reader = plugin.reader(file, plugin.version(), directory);
    if (reader.blockCount() != blocks.size() || !reader.block(1).equals(blocks.get(1))) {
      throw new IllegalStateException(format + " does not give back what it was given");
    }
    System.out.printf("# %.1f bytes an entry%n", (double) file.length() / ENTRIES);
  }

  private Slice write() throws IOException {
    file.clear();
    try (SSTableWriter writer = plugin.writer(file, OPTIONS)) {
      for (Block block : blocks) {
        writer.append(block);
      }
      return writer.finish();
    }
  }

  /** Encodes all blocks, entry by entry counted. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public Slice encode() throws IOException {
    return write();
  }

  /** Decodes all blocks in order, entry by entry counted. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long decode() throws IOException {
    long rows = 0;
    for (int i = 0; i < reader.blockCount(); i++) {
      rows += reader.block(i).count();
    }
    return rows;
  }

  /** Decodes one block at random. */
  @Benchmark
  public Block decodeBlock() throws IOException {
    return reader.block(random.nextInt(blocks.size()));
  }
}
