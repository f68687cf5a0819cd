package io.kodiak.benchmarks.micro;

import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.memtable.Walks;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.GroupThreads;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One thread puts while another looks up keys that are there. When the memtable is full the writer
 * begins another one, half full already; that counts among its puts, so that of a memtable which is
 * slow to make the figure of {@code benchmarks/memtables} is the better one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 2)
public class MemtableConcurrentBenchmark {
  /** Memtables that are in use, one after the other. */
  @State(Scope.Group)
  public static class Shared {
    private volatile Memtable current;

    /** What the reader may be in the middle of. */
    private volatile Memtable inUse;

    private Memtable previous;
    private int count;

    /** Begins the first. */
    @Setup
    public void make(MemtableEntries entries) {
      previous = entries.empty();
      current = half(entries);
      inUse = current;
    }

    /** Frees what is left. */
    @TearDown
    public void close() {
      previous.close();
      current.close();
    }

    private Memtable half(MemtableEntries entries) {
      count = entries.list().early().length;
      Memtable table = entries.empty();
      entries.list().put(table, 0, count);
      return table;
    }

    /** Begins another, and frees the one before the last as soon as no one reads it. */
    private void exchange(MemtableEntries entries) {
      Memtable next = half(entries);
      Memtable old = previous;
      while (inUse == old) {
        Thread.onSpinWait();
      }
      old.close();
      previous = current;
      current = next;
    }

    /** The memtable to read: announced, and still the current one after that. */
    private Memtable acquire() {
      Memtable table;
      do {
        table = current;
        inUse = table;
      } while (table != current);
      return table;
    }
  }

  /** Where a reader is. */
  @State(Scope.Thread)
  public static class Reader {
    private final EntryView view = new EntryView();
    private int next;
  }

  /** Puts the next entry. */
  @Benchmark
  @Group("beside")
  @GroupThreads(1)
  public int put(MemtableEntries entries, Shared shared) {
    if (shared.count == entries.entries) {
      shared.exchange(entries);
    }
    entries.list().put(shared.current, shared.count, shared.count + 1);
    shared.count++;
    return shared.count;
  }

  /** Finds a key that is there. */
  @Benchmark
  @Group("beside")
  @GroupThreads(1)
  public long get(MemtableEntries entries, Shared shared, Reader reader) {
    Slice[] keys = entries.list().early();
    Slice key = keys[reader.next];
    reader.next = reader.next + 1 == keys.length ? 0 : reader.next + 1;
    if (!shared.acquire().get(key, keys.length, reader.view)) {
      throw new IllegalStateException(key + " was not found");
    }
    return Walks.touch(reader.view);
  }
}
