package io.kodiak.benchmarks.micro;

import io.kodiak.api.Memtable;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** One entry put into a memtable that grows from nothing to its size, again and again. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class MemtablePutBenchmark {
  /** Divides every size, so that a memtable is full after a whole number of invocations. */
  private static final int CHUNK = 1_000;

  /** A memtable that fills up. */
  @State(Scope.Benchmark)
  public static class Growing {
    private Memtable table;
    private int count;

    /** Begins anew when it is full. */
    @Setup(Level.Invocation)
    public void make(MemtableEntries entries) {
      if (table == null) {
        table = entries.empty();
      } else if (count + CHUNK > entries.entries) {
        table.close();
        table = entries.empty();
        count = 0;
      }
    }

    /** Frees it. */
    @TearDown
    public void close() {
      table.close();
    }
  }

  /** Puts the next entries. */
  @Benchmark
  @OperationsPerInvocation(CHUNK)
  public void put(MemtableEntries entries, Growing growing, Blackhole hole) {
    entries.list().put(growing.table, growing.count, growing.count + CHUNK);
    growing.count += CHUNK;
    hole.consume(growing.table);
  }
}
