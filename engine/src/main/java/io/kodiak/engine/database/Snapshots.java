package io.kodiak.engine.database;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * The snapshots that are open, by sequence.
 *
 * <p>Taking one and listing them exclude each other, so whoever has chosen the data to collapse
 * before listing may be sure that a snapshot taken later sees all of that data.
 */
final class Snapshots {
  private final TreeMap<Long, Integer> open = new TreeMap<>();
  private final LongSupplier visible;

  Snapshots(LongSupplier visible) {
    this.visible = visible;
  }

  synchronized Snapshot take() {
    long sequence = visible.getAsLong();
    open.merge(sequence, 1, Integer::sum);
    return new Snapshot(this, sequence);
  }

  synchronized void release(long sequence) {
    open.computeIfPresent(sequence, (key, count) -> count == 1 ? null : count - 1);
  }

  /** A change that depends on the snapshots. */
  interface Change<T> {
    /**
     * Makes it.
     *
     * @param open the number of snapshots that are open
     */
    T make(int open) throws IOException;
  }

  /** Makes a change while nobody can take a snapshot. */
  synchronized <T> T whileNoneIsTaken(Change<T> change) throws IOException {
    return change.make(count());
  }

  /** The number of snapshots that are open. */
  synchronized int count() {
    int count = 0;
    for (int each : open.values()) {
      count += each;
    }
    return count;
  }

  /** The sequences of the open snapshots, ascending, each once. */
  synchronized long[] sequences() {
    long[] sequences = new long[open.size()];
    int i = 0;
    for (Map.Entry<Long, Integer> entry : open.entrySet()) {
      sequences[i++] = entry.getKey();
    }
    return sequences;
  }
}
