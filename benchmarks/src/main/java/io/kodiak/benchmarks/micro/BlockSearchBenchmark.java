package io.kodiak.benchmarks.micro;

import io.kodiak.api.Block;
import io.kodiak.benchmarks.workload.Dataset;
import java.util.List;
import java.util.SplittableRandom;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * The search for a key in one of many decoded blocks, which do not all fit the processor's cache.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class BlockSearchBenchmark {
  private static final int ENTRIES = 500_000;

  /** About how many bytes of keys and values a block holds. */
  @Param({"4096", "16384", "65536"})
  public int blockBytes;

  private final Dataset data = new Dataset(ENTRIES, 1);
  private final SplittableRandom random = new SplittableRandom(1);
  private final byte[] key = new byte[Dataset.KEY_BYTES];
  private List<Block> blocks = List.of();
  private int rows;

  /** Makes the blocks. */
  @Setup
  public void make() {
    blocks = Blocks.of(data, 0, 1, blockBytes);
    rows = blocks.get(0).count();
  }

  /** Finds a random key in the block that holds it. */
  @Benchmark
  public int find() {
    int entry = random.nextInt(ENTRIES);
    data.key(entry, key);
    int row = blocks.get(entry / rows).firstAtLeast(key, 0, key.length);
    if (row != entry % rows) {
      throw new IllegalStateException("entry " + entry + " was found at " + row);
    }
    return row;
  }
}
