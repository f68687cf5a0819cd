package io.kodiak.engine.sstable;

import io.kodiak.benchmarks.workload.Dataset;
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

/**
 * One question to a bloom filter of a million keys, with the hash of the key; and one key added.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Benchmark)
public class BloomBenchmark {
  private static final int KEYS = 1_000_000;

  /** Bits per key. */
  @Param("10")
  public int bits;

  private final Dataset data = new Dataset(KEYS, 1);
  private final int[] order = data.order(0);
  private final byte[] key = new byte[Dataset.KEY_BYTES];
  private BloomFilter filter;
  private int next;

  /** Makes the filter. */
  @Setup
  public void make() {
    filter = build();
    int maybe = 0;
    for (int entry = 0; entry < KEYS; entry++) {
      data.missingKey(entry, key);
      maybe += filter.mayContain(KeyHash.of(key, 0, key.length)) ? 1 : 0;
    }
    System.out.printf("# %.2f %% false positives%n", 100.0 * maybe / KEYS);
  }

  /** Adds all keys and makes the filter. */
  @Benchmark
  @OperationsPerInvocation(KEYS)
  public BloomFilter build() {
    BloomFilter.Builder builder = new BloomFilter.Builder(bits);
    for (int entry = 0; entry < KEYS; entry++) {
      data.key(entry, key);
      builder.add(KeyHash.of(key, 0, key.length));
    }
    return builder.build();
  }

  /** Asks for a key that is there. */
  @Benchmark
  public boolean present() {
    data.key(entry(), key);
    return filter.mayContain(KeyHash.of(key, 0, key.length));
  }

  /** Asks for a key that is not there. */
  @Benchmark
  public boolean absent() {
    data.missingKey(entry(), key);
    return filter.mayContain(KeyHash.of(key, 0, key.length));
  }

  private int entry() {
    next = next + 1 == KEYS ? 0 : next + 1;
    return order[next];
  }
}
