package io.kodiak.testkit;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a memtable has to show as of one sequence, computed without it. For that, what is written
 * follows from the sequence alone: new keys, overwrites, tombstones, and a few hot keys of which
 * there are thousands of versions.
 */
final class SnapshotOracle {
  private static final int HOT_KEYS = 3;
  private static final int COMMON_KEYS = 300;
  private static final int GETS = 200;
  private static final int SEEKS = 20;

  private final long sequence;

  /** Every key that has been written, with the sequence of its newest version. */
  private final NavigableMap<Slice, Long> newest = new TreeMap<>();

  /** What there is after the write of that sequence. */
  SnapshotOracle(long sequence) {
    this.sequence = sequence;
    for (long written = 1; written <= sequence; written++) {
      newest.put(keyAt(written), written);
    }
  }

  /** The entry that is written with that sequence. */
  static Entry entryAt(long sequence) {
    if (sequence % 7 == 0) {
      return Entry.delete(keyAt(sequence), sequence);
    }
    byte[] value = new byte[(int) (sequence % 60)];
    new SplittableRandom(sequence).nextBytes(value);
    return Entry.put(keyAt(sequence), sequence, Slice.of(value));
  }

  private static Slice keyAt(long sequence) {
    int drawn = new SplittableRandom(-sequence).nextInt(Integer.MAX_VALUE);
    return switch (drawn % 4) {
      case 0 -> Slice.utf8("hot" + drawn / 4 % HOT_KEYS);
      case 1 -> Slice.utf8("new/" + Integer.toHexString(drawn) + "/" + sequence);
      default -> Slice.utf8("common/" + drawn / 4 % COMMON_KEYS);
    };
  }

  /** Looks keys up, also such as were written later. */
  void expectGets(Memtable memtable, long published, SplittableRandom random) {
    EntryView view = new EntryView();
    for (int i = 0; i < Math.min(GETS, published); i++) {
      Slice key = keyAt(1 + random.nextLong(published));
      Long expected = newest.get(key);
      boolean found = memtable.get(key, sequence, view);
      if (found != (expected != null)) {
        throw changed("get", key, expected, found ? view : null);
      }
      if (expected != null && !entryAt(expected).isShownBy(view)) {
        throw changed("get", key, expected, view);
      }
    }
  }

  /** Seeks keys in both directions, also such as were written later. */
  void expectSeeks(Memtable memtable, long published, SplittableRandom random) {
    try (Cursor up = memtable.ascending();
        Cursor down = memtable.descending()) {
      for (int i = 0; i < Math.min(SEEKS, published); i++) {
        Slice key = keyAt(1 + random.nextLong(published));
        Map.Entry<Slice, Long> above = newest.ceilingEntry(key);
        EntryView shown = firstOfSnapshot(up, up.seek(key));
        if (shown == null ? above != null : isNot(shown, above)) {
          throw changed("seek upwards", key, above, shown);
        }
        Slice below = newest.floorKey(key);
        shown = firstOfSnapshot(down, down.seek(key));
        if (shown == null ? below != null : !shown.keySlice().equals(below)) {
          throw changed("seek downwards", key, below, shown);
        }
      }
    }
  }

  private static boolean isNot(EntryView shown, Map.@Nullable Entry<Slice, Long> expected) {
    return expected == null || !entryAt(expected.getValue()).isShownBy(shown);
  }

  private @Nullable EntryView firstOfSnapshot(Cursor cursor, boolean moved) {
    boolean on = moved;
    while (on && cursor.entry().sequence() > sequence) {
      on = cursor.next();
    }
    return on ? cursor.entry() : null;
  }

  /** Passes over everything: all versions up to the snapshot are there, once and in order. */
  void expectScan(Memtable memtable, boolean ascending) {
    Iterator<Long> rows = (ascending ? newest : newest.descendingMap()).values().iterator();
    long versions = 0;
    Entry before = null;
    try (Cursor cursor = ascending ? memtable.ascending() : memtable.descending()) {
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        EntryView view = cursor.entry();
        if (view.sequence() > sequence) {
          continue;
        }
        versions++;
        Entry entry = Entry.of(view);
        boolean begins = before == null || !before.key().equals(entry.key());
        // Upwards the newest version of a key comes first, downwards last.
        Entry row = ascending ? entry : before;
        if (begins && row != null && rows.next() != row.sequence()) {
          throw changed(ascending ? "scan upwards" : "scan downwards", row.key(), "another", view);
        }
        int order = before == null ? 0 : before.compareTo(entry);
        if (!entry.equals(entryAt(entry.sequence())) || (ascending ? order > 0 : order < 0)) {
          throw changed(ascending ? "scan upwards" : "scan downwards", entry.key(), before, view);
        }
        before = entry;
      }
    }
    boolean complete = ascending || before == null || rows.next() == before.sequence();
    if (versions != sequence || !complete || rows.hasNext()) {
      throw new AssertionError(
          "the snapshot at %d has %d versions in a scan %s"
              .formatted(sequence, versions, ascending ? "upwards" : "downwards"));
    }
  }

  private AssertionError changed(
      String how, Slice key, @Nullable Object expected, @Nullable Object shown) {
    return new AssertionError(
        "the snapshot at %d changed: %s of %s: expected %s, found %s"
            .formatted(sequence, how, key, expected, shown));
  }
}
