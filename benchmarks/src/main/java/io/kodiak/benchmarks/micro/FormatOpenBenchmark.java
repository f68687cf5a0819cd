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
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.Warmup;

/** A file in memory opened with its block directory, and without, which rebuilds it. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class FormatOpenBenchmark {
  private static final int BLOCK_BYTES = 16 << 10;

  /** The plug-in. */
  @Param("parquet")
  public String format = "";

  /** How many rows the file has. */
  @Param("2000000")
  public int rows;

  private final MemoryFile file = new MemoryFile();
  private SSTableFormat plugin;
  private Slice directory = Slice.EMPTY;

  /** Writes the file that is opened. */
  @Setup
  public void make() throws IOException {
    List<Block> blocks = Blocks.of(new Dataset(rows, 1), 0, 1, BLOCK_BYTES);
    plugin = Plugins.format(format, new PlainSettings(Map.of()));
    try (SSTableWriter writer = plugin.writer(file, new WriteOptions("t", 1, false, rows, 0))) {
      for (Block block : blocks) {
        writer.append(block);
      }
      directory = writer.finish();
    }
    if (stored() != blocks.size() || rebuilt() != blocks.size()) {
      throw new IllegalStateException(format + " does not find the blocks that it was given");
    }
    System.out.printf("# %d blocks, directory of %d bytes%n", stored(), directory.length());
  }

  /** Opens with the directory that the writer returned. */
  @Benchmark
  public int stored() throws IOException {
    return open(directory);
  }

  /** Opens with what the file alone says. */
  @Benchmark
  public int rebuilt() throws IOException {
    return open(null);
  }

  private int open(@Nullable Slice with) throws IOException {
    try (SSTableReader reader = plugin.reader(file, plugin.version(), with)) {
      return reader.blockCount();
    }
  }
}
