package io.kodiak.benchmarks.memtable;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.workload.Stopwatch;
import java.util.function.BiConsumer;

/** Measures everything of one memtable, with one kind of keys and one number of entries. */
final class MemtableSession {
  private static final int MORE_BEHIND_A_SEEK = 10;

  private final String memtable;
  private final Entries entries;
  private final Sampler sampler;
  private final BiConsumer<Operation, Sample> results;

  MemtableSession(
      String memtable, Entries entries, Sampler sampler, BiConsumer<Operation, Sample> results) {
    this.memtable = memtable;
    this.entries = entries;
    this.sampler = sampler;
    this.results = results;
  }

  /** Measures what the memtable is meant for. */
  void run() {
    if (!meant(Operation.PUT)) {
      return;
    }
    fill();
    try (Memtable table = empty()) {
      entries.put(table, 0, entries.count());
      // Lookups come before the first cursor, which may sort everything.
      lookUp(table);
      walk(table);
    }
    beside();
  }

  private boolean meant(Operation operation) {
    return Purpose.fits(memtable, operation, entries.shape(), entries.count());
  }

  private Memtable empty() {
    return Subjects.empty(memtable, entries);
  }

  /** Fills fresh memtables, and walks for the first time over each. */
  private void fill() {
    int count = entries.count();
    Samples walks = new Samples();
    Samples flushes = new Samples();
    Samples bytes = new Samples();
    long[] cpu = new long[2];
    Sample puts =
        sampler.pieces(
            2,
            () -> {
              try (Memtable table = empty()) {
                Stopwatch process = new Stopwatch();
                ThreadClock clock = new ThreadClock();
                entries.put(table, 0, count);
                Sample sample = clock.stop(count);
                cpu[0] += process.stop().cpuNanos();
                cpu[1] += count;
                bytes.add(new Sample((double) table.bytesUsed() / count, 0, 0));
                if (walks.count() == flushes.count()) {
                  walks.add(Sampler.once(count, n -> Walks.all(table.ascending(), n)));
                } else {
                  flushes.add(Sampler.once(count, n -> Walks.flush(table, n)));
                }
                return sample;
              }
            });
    results.accept(Operation.PUT, puts);
    if (meant(Operation.PUT_CPU)) {
      double cpuNanos = (double) cpu[0] / cpu[1];
      results.accept(Operation.PUT_CPU, new Sample(cpuNanos, cpuNanos, puts.allocated()));
    }
    results.accept(Operation.FIRST_WALK, walks.median());
    results.accept(Operation.FLUSH, flushes.median());
    results.accept(Operation.MEMORY, bytes.median());
  }

  private void lookUp(Memtable table) {
    if (meant(Operation.GET)) {
      results.accept(Operation.GET, sampler.batches(gets(table, entries.present(), true)));
    }
    if (meant(Operation.MISS)) {
      results.accept(Operation.MISS, sampler.batches(gets(table, entries.missing(), false)));
    }
  }

  private Sampler.Batch gets(Memtable table, Slice[] keys, boolean there) {
    EntryView view = new EntryView();
    long snapshot = entries.count();
    Round round = new Round(keys);
    return operations -> {
      long sum = 0;
      for (int i = 0; i < operations; i++) {
        Slice key = round.next();
        if (table.get(key, snapshot, view) != there) {
          throw new IllegalStateException(key + (there ? " was not found" : " was found"));
        }
        sum += there ? Walks.touch(view) : 1;
      }
      return sum;
    };
  }

  private void walk(Memtable table) {
    int count = entries.count();
    results.accept(Operation.WALK, sampler.whole(count, n -> Walks.all(table.ascending(), n)));
    results.accept(
        Operation.WALK_DOWN, sampler.whole(count, n -> Walks.all(table.descending(), n)));
    if (meant(Operation.SEEK)) {
      Round round = new Round(entries.missing());
      results.accept(
          Operation.SEEK,
          sampler.batches(
              operations -> {
                long sum = 0;
                for (int i = 0; i < operations; i++) {
                  sum += Walks.seek(table, round.next(), MORE_BEHIND_A_SEEK);
                }
                return sum;
              }));
    }
    if (meant(Operation.PUT_THEN_SEEK)) {
      results.accept(Operation.PUT_THEN_SEEK, putThenSeek(table));
    }
  }

  /** The entries put are new versions, at most a fiftieth of all, so that the size stays. */
  private Sample putThenSeek(Memtable table) {
    int most = Math.max(10, entries.count() / 50);
    Round round = new Round(entries.present());
    long end = System.nanoTime() + sampler.measureMillis() * 1_000_000L;
    ThreadClock clock = new ThreadClock();
    long sum = 0;
    int operations = 0;
    while (operations < 3 || (operations < most && System.nanoTime() < end)) {
      operations++;
      table.put(round.next(), (long) entries.count() + operations, EntryKind.PUT, entries.value(0));
      sum += Walks.seek(table, entries.missing()[operations], 0);
    }
    Sample sample = clock.stop(operations);
    return sum == Long.MIN_VALUE ? new Sample(0, 0, 0) : sample;
  }

  private void beside() {
    if (!meant(Operation.PUT_BESIDE) || Runtime.getRuntime().availableProcessors() < 2) {
      return;
    }
    Beside beside = new Beside(entries);
    sampler.pieces(
        1,
        () -> {
          try (Memtable table = empty()) {
            return beside.run(table);
          }
        });
    results.accept(Operation.PUT_BESIDE, beside.puts());
    results.accept(Operation.GET_BESIDE, beside.gets());
  }

  /** Keys, again and again. */
  private static final class Round {
    private final Slice[] keys;
    private int at;

    Round(Slice[] keys) {
      this.keys = keys;
    }

    Slice next() {
      Slice key = keys[at];
      at = at + 1 == keys.length ? 0 : at + 1;
      return key;
    }
  }
}
