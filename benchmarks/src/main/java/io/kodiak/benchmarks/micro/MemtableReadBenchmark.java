package io.kodiak.benchmarks.micro;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.memtable.Walks;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One entry found in, sought in or walked over in a memtable that is full. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MemtableReadBenchmark {
  private static final int STEPS = 1_000;

  /** A memtable that holds all entries. */
  @State(Scope.Benchmark)
  public static class Full {
    private Memtable table;
    private final EntryView view = new EntryView();
    private Slice[] present;
    private Slice[] missing;
    private int next;
    private long sequence;

    /** Fills it. */
    @Setup
    public void fill(MemtableEntries entries) {
      table = entries.full();
      present = entries.list().present();
      missing = entries.list().missing();
      sequence = entries.entries;
      System.out.println("# " + table.bytesUsed() / entries.entries + " bytes an entry");
    }

    /** Frees it. */
    @TearDown
    public void close() {
      table.close();
    }

    private int step() {
      int now = next;
      next = now + 1 == present.length ? 0 : now + 1;
      return now;
    }
  }

  /** A cursor that goes round and round over all entries. */
  @State(Scope.Benchmark)
  public static class Walking {
    private Cursor up;
    private Cursor down;

    /** Places the cursors. */
    @Setup
    public void place(Full full) {
      up = full.table.ascending();
      up.first();
      down = full.table.descending();
      down.first();
    }

    /** Frees the cursors. */
    @TearDown
    public void close() {
      up.close();
      down.close();
    }
  }

  /** Finds a random key that is there. */
  @Benchmark
  public long getPresent(Full full) {
    Slice key = full.present[full.step()];
    if (!full.table.get(key, full.sequence, full.view)) {
      throw new IllegalStateException(key + " was not found");
    }
    return Walks.touch(full.view);
  }

  /** Does not find a key that is missing. */
  @Benchmark
  public boolean getMissing(Full full) {
    Slice key = full.missing[full.step()];
    if (full.table.get(key, full.sequence, full.view)) {
      throw new IllegalStateException(key + " was found");
    }
    return false;
  }

  /** Makes a cursor, seeks a random key, and walks over the entry there and ten more. */
  @Benchmark
  public long seekAndTenMore(Full full) {
    return Walks.seek(full.table, full.missing[full.step()], 10);
  }

  /** Puts a new version of a key, makes a cursor and seeks: the memtable grows all the while. */
  @Benchmark
  public long putThenSeek(Full full) {
    int step = full.step();
    full.sequence++;
    full.table.put(full.present[step], full.sequence, EntryKind.PUT, full.missing[step]);
    return Walks.seek(full.table, full.missing[step], 0);
  }

  /** Walks upwards, entry by entry counted. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long walkUp(Walking walking) {
    return steps(walking.up);
  }

  /** Walks downwards, entry by entry counted. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public long walkDown(Walking walking) {
    return steps(walking.down);
  }

  private static long steps(Cursor cursor) {
    long sum = 0;
    EntryView entry = cursor.entry();
    for (int i = 0; i < STEPS; i++) {
      sum += Walks.touch(entry);
      if (!cursor.next()) {
        cursor.first();
      }
    }
    return sum;
  }
}
