package io.kodiak.benchmarks.micro;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import io.kodiak.benchmarks.workload.Dataset;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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

/** One entry put into, found in or walked over in a memtable that grows to 64 MiB or so. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class MemtableBenchmark {
  private static final int ENTRIES = 400_000;
  private static final long FLUSH_BYTES = 64L << 20;

  /** The entries, ready to be put. */
  @State(Scope.Benchmark)
  public static class Entries {
    /** The plug-in. */
    @Param("skiplist")
    public String memtable = "";

    private final Dataset data = new Dataset(ENTRIES, 1);
    private final int[] order = data.order(0);
    private final Slice[] keys = new Slice[ENTRIES];
    private final Slice[] values = new Slice[ENTRIES];

    /** Makes the entries. */
    @Setup
    public void make() {
      for (int i = 0; i < ENTRIES; i++) {
        byte[] key = new byte[Dataset.KEY_BYTES];
        byte[] value = new byte[Dataset.VALUE_BYTES];
        data.key(order[i], key);
        data.value(order[i], 0, value);
        keys[i] = Slice.of(key);
        values[i] = Slice.of(value);
      }
    }

    Memtable empty() {
      if (memtable.equals(SkipListMap.NAME)) {
        return new SkipListMap();
      }
      MemtableFactory factory = Plugins.memtable(memtable, new PlainSettings(Map.of()));
      return factory.create(FLUSH_BYTES);
    }

    void fill(Memtable table) {
      for (int i = 0; i < ENTRIES; i++) {
        table.put(keys[i], i + 1, EntryKind.PUT, values[i]);
      }
    }
  }

  /** A memtable that holds all entries. */
  @State(Scope.Benchmark)
  public static class Full {
    private Memtable table = new SkipListMap();
    private final EntryView view = new EntryView();
    private int next;

    /** Fills it. */
    @Setup
    public void fill(Entries entries) {
      table = entries.empty();
      entries.fill(table);
      System.out.println("# " + table.bytesUsed() / ENTRIES + " bytes an entry");
    }

    /** Frees it. */
    @TearDown
    public void close() {
      table.close();
    }
  }

  /** A memtable that holds nothing. */
  @State(Scope.Benchmark)
  public static class Empty {
    private Memtable table = new SkipListMap();

    /** Makes it anew. */
    @Setup(Level.Invocation)
    public void make(Entries entries) {
      table = entries.empty();
    }

    /** Frees it. */
    @TearDown(Level.Invocation)
    public void close() {
      table.close();
    }
  }

  /** Puts in random order. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long put(Entries entries, Empty empty) {
    entries.fill(empty.table);
    return empty.table.bytesUsed();
  }

  /** Finds a random key that is there. */
  @Benchmark
  public EntryView get(Entries entries, Full full) {
    int i = full.next;
    full.next = i + 1 == ENTRIES ? 0 : i + 1;
    if (!full.table.get(entries.keys[i], ENTRIES, full.view)) {
      throw new IllegalStateException("entry " + i + " was not found");
    }
    return full.view;
  }

  /** Walks upwards over everything. */
  @Benchmark
  @OperationsPerInvocation(ENTRIES)
  public long scan(Full full) {
    long sum = 0;
    int count = 0;
    try (Cursor cursor = full.table.ascending()) {
      EntryView entry = cursor.entry();
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        sum += entry.keyLength() + entry.valueLength();
        count++;
      }
    }
    if (count != ENTRIES) {
      throw new IllegalStateException("a walk met " + count + " entries");
    }
    return sum;
  }
}
