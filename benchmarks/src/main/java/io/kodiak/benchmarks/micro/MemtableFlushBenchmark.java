package io.kodiak.benchmarks.micro;

import io.kodiak.api.Memtable;
import io.kodiak.benchmarks.memtable.Walks;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The first walk over all entries after the last put, which is when some memtables sort. One
 * operation is the whole walk: divide by the entries.
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
public class MemtableFlushBenchmark {
  /** A memtable that was just filled. */
  @State(Scope.Benchmark)
  public static class Fresh {
    private Memtable table;

    /** Fills it. */
    @Setup(Level.Iteration)
    public void fill(MemtableEntries entries) {
      table = entries.full();
    }

    /** Frees it. */
    @TearDown(Level.Iteration)
    public void close() {
      table.close();
    }
  }

  /** Walks upwards over all. */
  @Benchmark
  public long firstWalk(MemtableEntries entries, Fresh fresh) {
    return Walks.all(fresh.table.ascending(), entries.entries);
  }

  /** Copies all into blocks, as a flush does. */
  @Benchmark
  public long flush(MemtableEntries entries, Fresh fresh) {
    return Walks.flush(fresh.table, entries.entries);
  }
}
