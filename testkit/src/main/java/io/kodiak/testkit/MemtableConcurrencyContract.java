package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a memtable owes to readers and cursors while its one writer goes on. */
abstract class MemtableConcurrencyContract extends MemtablePrefixContract {
  private static final int KEYS = 5_000;

  /**
   * What a writer adds, computable from the sequence alone, so that a reader can tell what it must
   * find without asking the writer. Any {@value #KEYS} sequences in a row take every key once.
   */
  private static Slice keyAt(long sequence) {
    return key((int) (sequence * 2_677 % KEYS));
  }

  private static Slice key(int number) {
    return Slice.utf8("key-" + Integer.toHexString(number * 0x01000193) + "-of-" + number);
  }

  private static EntryKind kindAt(long sequence) {
    return sequence % 11 == 0 ? EntryKind.DELETE : EntryKind.PUT;
  }

  private static byte[] valueAt(long sequence) {
    if (kindAt(sequence) == EntryKind.DELETE) {
      return new byte[0];
    }
    byte[] value = new byte[(int) (8 + sequence % 90)];
    new SplittableRandom(sequence).nextBytes(value);
    return value;
  }

  private static boolean isGenuine(EntryView view) {
    return keyAt(view.sequence()).equals(view.keySlice())
        && kindAt(view.sequence()) == view.kind()
        && Slice.of(valueAt(view.sequence())).equals(view.valueSlice());
  }

  /** One writer and what the others know of its progress. */
  private static final class Writing {
    final Memtable memtable;
    final long last;
    volatile long published;
    volatile boolean stopped;

    Writing(Memtable memtable, int entries) {
      this.memtable = memtable;
      this.last = entries;
    }

    void run() {
      try {
        for (long sequence = 1; sequence <= last; sequence++) {
          Slice value = Slice.of(valueAt(sequence));
          memtable.put(keyAt(sequence), sequence, kindAt(sequence), value);
          published = sequence;
        }
      } finally {
        stopped = true;
      }
    }

    /** Whether there is more to see; a reader always makes one pass after the writer stopped. */
    boolean goesOn() {
      return !stopped;
    }
  }

  /** Runs the writer and the readers, each at least once and until the writer stopped. */
  private void beside(int entries, Reader... readers) {
    try (Memtable memtable = open()) {
      Writing writing = new Writing(memtable, entries);
      Threads threads = new Threads();
      threads.start("writer", writing::run);
      for (int i = 0; i < readers.length; i++) {
        Reader reader = readers[i];
        long seed = i;
        threads.start(
            "reader " + i,
            () -> {
              SplittableRandom random = new SplittableRandom(seed);
              boolean again = true;
              while (again) {
                again = writing.goesOn();
                reader.read(writing, random);
              }
            });
      }
      threads.join();
      assertThat(memtable.entryCount()).isEqualTo(entries);
    }
  }

  private interface Reader {
    void read(Writing writing, SplittableRandom random);
  }

  @Test
  void readersFindEverythingThatWasPublished() {
    Reader reader =
        (writing, random) -> {
          EntryView view = new EntryView();
          for (int i = 0; i < 500; i++) {
            long published = writing.published;
            if (published == 0) {
              return;
            }
            long sequence = 1 + random.nextLong(published);
            assertThat(writing.memtable.get(keyAt(sequence), sequence, view)).isTrue();
            assertThat(view.sequence()).isEqualTo(sequence);
            assertThat(isGenuine(view)).as("what was found: %s", view).isTrue();
            assertThat(writing.memtable.get(keyAt(sequence), published, view)).isTrue();
            assertThat(view.sequence()).isBetween(sequence, published);
            assertThat(isGenuine(view)).as("what was found: %s", view).isTrue();
          }
        };
    beside(TestRun.scaled(120_000), reader, reader, reader);
  }

  @Test
  void cursorsBesideTheWriterShowAllThatWasThereInOrder() {
    beside(
        TestRun.scaled(40_000),
        (writing, random) -> scan(writing, true),
        (writing, random) -> scan(writing, false));
  }

  private static void scan(Writing writing, boolean ascending) {
    long published = writing.published;
    BitSet seen = new BitSet();
    try (Cursor cursor = cursor(writing.memtable, ascending)) {
      Entry before = null;
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        EntryView view = cursor.entry();
        assertThat(isGenuine(view)).as("what the cursor shows: %s", view).isTrue();
        Entry entry = Entry.of(view);
        if (before != null) {
          int order = before.compareTo(entry);
          assertThat(ascending ? order : -order).as("%s then %s", before, entry).isNegative();
        }
        before = entry;
        seen.set((int) entry.sequence());
      }
    }
    assertThat((long) seen.nextClearBit(1)).as("first sequence missed").isGreaterThan(published);
  }

  @Test
  void seeksBesideTheWriterFindTheirPlace() {
    Reader up = (writing, random) -> seek(writing, random, true);
    Reader down = (writing, random) -> seek(writing, random, false);
    beside(TestRun.scaled(60_000), up, down);
  }

  private static void seek(Writing writing, SplittableRandom random, boolean ascending) {
    // Asked before the cursor is made: what is added later it need not show.
    boolean allThere = writing.published >= KEYS;
    try (Cursor cursor = cursor(writing.memtable, ascending)) {
      for (int i = 0; i < 200; i++) {
        Slice sought = key(random.nextInt(KEYS));
        boolean on = cursor.seek(sought);
        if (on) {
          Slice found = cursor.entry().keySlice();
          int order = found.compareTo(sought);
          assertThat(ascending ? order : -order).as("%s for %s", found, sought).isNotNegative();
          assertThat(isGenuine(cursor.entry())).isTrue();
        }
        if (allThere) {
          assertThat(on).isTrue();
          assertThat(cursor.entry().keySlice()).isEqualTo(sought);
        }
      }
    }
  }

  @Test
  void prefixesBesideTheWriterAreFound() {
    Reader reader =
        (writing, random) -> {
          for (int i = 0; i < 300; i++) {
            long published = writing.published;
            if (published == 0) {
              return;
            }
            Slice key = keyAt(1 + random.nextLong(published));
            byte[] longer = Arrays.copyOf(key.array(), key.length() + 3);
            Slice asked = Slice.of(longer);
            int found = CursorPrefixes.longest(writing.memtable, asked, longer.length, published);
            assertThat(found).as("%s at %d", asked, published).isEqualTo(key.length());
          }
        };
    beside(TestRun.scaled(60_000), reader, reader);
  }

  @Test
  void prefixesBesideTheWriterAreLeftBehind() {
    Reader reader = (writing, random) -> skip(writing);
    beside(TestRun.scaled(60_000), reader, reader);
  }

  /** Goes by the first byte that tells keys apart, of which there are sixteen. */
  private static void skip(Writing writing) {
    int length = "key-".length() + 1;
    boolean allThere = writing.published >= KEYS;
    List<Slice> seen = new ArrayList<>();
    try (Cursor cursor = writing.memtable.ascending()) {
      for (boolean on = cursor.first(); on; on = CursorPrefixes.skip(cursor, length)) {
        assertThat(isGenuine(cursor.entry())).isTrue();
        seen.add(cursor.entry().keySlice().slice(0, length).copy());
      }
    }
    assertThat(seen).doesNotHaveDuplicates().isSorted();
    assertThat(seen).hasSizeLessThanOrEqualTo(16);
    if (allThere) {
      assertThat(seen).hasSize(16);
    }
  }

  @Test
  void accountingBesideTheWriterOnlyGrows() {
    Reader reader =
        (writing, random) -> {
          long bytes = 0;
          long entries = 0;
          for (int i = 0; i < 2_000; i++) {
            long published = writing.published;
            long entriesNow = writing.memtable.entryCount();
            long bytesNow = writing.memtable.bytesUsed();
            assertThat(entriesNow).isGreaterThanOrEqualTo(Math.max(entries, published));
            assertThat(bytesNow).isGreaterThanOrEqualTo(Math.max(bytes, published * 10));
            entries = entriesNow;
            bytes = bytesNow;
          }
        };
    beside(TestRun.scaled(60_000), reader, reader);
  }

  @Test
  void aCursorShowsWhatWasThereThoughMoreIsAddedBetweenItsMoves() {
    for (boolean ascending : new boolean[] {true, false}) {
      RandomEntries source = new RandomEntries(6);
      List<Entry> before = source.next(1_000);
      NavigableSet<Entry> added = sorted(before);
      try (Memtable memtable = filled(open(), before);
          Cursor cursor = cursor(memtable, ascending)) {
        List<Entry> seen = new ArrayList<>();
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          Entry shown = Entry.of(cursor.entry());
          if (seen.size() < 3_000) {
            Entry more = source.next();
            added.add(more);
            put(memtable, more);
          }
          assertThat(shown.isShownBy(cursor.entry())).as("unmoved by a put: %s", shown).isTrue();
          seen.add(shown);
        }
        List<Entry> ordered =
            new ArrayList<>(ascending ? sorted(seen) : sorted(seen).descendingSet());
        assertThat(seen.equals(ordered)).as("order beside puts").isTrue();
        assertThat(seen.containsAll(before)).as("everything that was there").isTrue();
        assertThat(added.containsAll(seen)).as("nothing but what was added").isTrue();
      }
    }
  }
}
