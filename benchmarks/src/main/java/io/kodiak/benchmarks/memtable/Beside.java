package io.kodiak.benchmarks.memtable;

import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import org.jspecify.annotations.Nullable;

/** One thread puts the second half of the entries while another looks the first half up. */
final class Beside {
  private final Entries entries;
  private final Samples puts = new Samples();
  private final Samples gets = new Samples();

  Beside(Entries entries) {
    this.entries = entries;
  }

  /** Takes one sample with a memtable that is empty. */
  Sample run(Memtable table) {
    int half = entries.early().length;
    entries.put(table, 0, half);
    Reader reader = new Reader(table, entries.early(), half);
    Thread thread = new Thread(reader, "reader");
    thread.start();
    while (!reader.ready) {
      Thread.onSpinWait();
    }
    reader.go = true;
    ThreadClock clock = new ThreadClock();
    entries.put(table, half, entries.count());
    Sample sample = clock.stop(entries.count() - half);
    reader.stop = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Sample read = reader.sample;
    if (read == null) {
      throw new IllegalStateException("the reader failed, see above");
    }
    puts.add(sample);
    gets.add(read);
    return sample;
  }

  Sample puts() {
    return puts.median();
  }

  Sample gets() {
    return gets.median();
  }

  private static final class Reader implements Runnable {
    private static final int BATCH = 8;

    private final Memtable table;
    private final Slice[] keys;
    private final long snapshot;
    private volatile boolean ready;
    private volatile boolean go;
    private volatile boolean stop;
    private volatile @Nullable Sample sample;

    /** Looks keys up with a snapshot at which all of them are there. */
    Reader(Memtable table, Slice[] keys, long snapshot) {
      this.table = table;
      this.keys = keys;
      this.snapshot = snapshot;
    }

    @Override
    public void run() {
      EntryView view = new EntryView();
      long sum = 0;
      long operations = 0;
      int next = 0;
      ready = true;
      while (!go) {
        Thread.onSpinWait();
      }
      ThreadClock clock = new ThreadClock();
      while (!stop) {
        for (int i = 0; i < BATCH; i++) {
          if (!table.get(keys[next], snapshot, view)) {
            throw new IllegalStateException(keys[next] + " was not found");
          }
          sum += Walks.touch(view);
          next = next + 1 == keys.length ? 0 : next + 1;
        }
        operations += BATCH;
      }
      // The sum is never negative enough for this, which the compiler cannot know.
      sample = sum == Long.MIN_VALUE ? null : clock.stop(operations);
    }
  }
}
