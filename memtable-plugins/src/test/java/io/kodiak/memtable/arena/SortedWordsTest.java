package io.kodiak.memtable.arena;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Runs of words: searched right, digested right, and stepped through while the writer inserts. */
final class SortedWordsTest {
  private final EntryArena entries = new EntryArena();
  private long sequence;

  private int add(Slice key) {
    return entries.add(key, ++sequence, EntryKind.PUT, Slice.EMPTY);
  }

  private long place(long[] run, Slice key, long snapshot) {
    byte[] array = key.array();
    long digest = SortedWords.digest(run, array, key.offset(), key.length());
    return SortedWords.place(run, digest, entries, array, key.offset(), key.length(), snapshot);
  }

  private int find(long[] run, Slice key, long snapshot) {
    byte[] array = key.array();
    long digest = SortedWords.digest(run, array, key.offset(), key.length());
    return SortedWords.find(run, digest, entries, array, key.offset(), key.length(), snapshot);
  }

  private int insert(long[] run, Slice key) {
    int reference = add(key);
    long place = place(run, key, sequence);
    long digest = SortedWords.digest(run, key.array(), key.offset(), key.length());
    SortedWords.insert(run, SortedWords.index(place), SortedWords.word(digest, reference));
    return reference;
  }

  private long[] whole(long[] run, int capacity) {
    return SortedWords.part(entries, run, 0, SortedWords.count(run), capacity);
  }

  private Slice keyOf(int reference) {
    EntryView view = new EntryView();
    entries.read(reference, view);
    return view.keySlice();
  }

  @Test
  void findsEveryPlaceWhateverThePrefix() {
    RandomEntries source = new RandomEntries(TestRun.seed("findsEveryPlaceWhateverThePrefix"));
    for (int round = 0; round < TestRun.scaled(40); round++) {
      TreeMap<Entry, Integer> model = new TreeMap<>();
      long[] run = SortedWords.empty(8);
      for (int i = 0; i < 150; i++) {
        Slice key = source.key();
        if (SortedWords.count(run) == SortedWords.capacity(run)) {
          run = whole(run, SortedWords.count(run) + 1 + source.random().nextInt(20));
        }
        model.put(Entry.delete(key, sequence + 1), insert(run, key));
      }
      for (int i = 0; i < 300; i++) {
        Slice key = source.key();
        long snapshot = source.random().nextLong(sequence + 2);
        Entry sought = Entry.delete(key, snapshot);
        Entry expected = model.ceilingKey(sought);
        long place = place(run, key, snapshot);
        int before = model.headMap(sought, false).size();
        assertThat(SortedWords.index(place) - SortedWords.first(run)).isEqualTo(before);
        int reference = expected == null ? SortedWords.NO_REFERENCE : model.get(expected);
        assertThat(SortedWords.reference(place)).isEqualTo(reference);
        int found = find(run, key, snapshot);
        if (found != SortedWords.ABSENT) {
          assertThat(found).isEqualTo(reference);
        } else {
          assertThat(expected).isNotNull().matches(entry -> !entry.key().equals(key));
        }
      }
    }
  }

  @Test
  void partsOfARunHaveTheWordsInOrder() {
    RandomEntries source = new RandomEntries(TestRun.seed("partsOfARunHaveTheWordsInOrder"));
    long[] run = SortedWords.empty(200);
    for (int i = 0; i < 200; i++) {
      insert(run, source.key());
    }
    for (int i = 0; i < TestRun.scaled(200); i++) {
      int from = source.random().nextInt(200);
      int to = from + source.random().nextInt(201 - from);
      long[] part = SortedWords.part(entries, run, from, to, to - from + 3);
      assertThat(SortedWords.count(part)).isEqualTo(to - from);
      assertThat(SortedWords.capacity(part)).isEqualTo(to - from + 3);
      WordPosition position = new WordPosition();
      boolean on = position.first(part);
      for (int at = from; at < to; at++) {
        assertThat(on).isTrue();
        int reference = SortedWords.reference(run[SortedWords.first(run) + at]);
        assertThat(position.reference()).isEqualTo(reference);
        on = position.next();
      }
      assertThat(on).isFalse();
    }
  }

  @Test
  void aPartTakesAPrefixThatTellsItsKeysApart() {
    String prefix = "https://www.example.com/items/";
    long[] run = SortedWords.empty(100);
    insert(run, Slice.utf8("a key unlike all others"));
    for (int i = 0; i < 98; i++) {
      insert(run, Slice.utf8(prefix + (1000 + i)));
    }
    insert(run, Slice.utf8("z"));
    assertThat(digests(run)).isEqualTo(3);
    long[] part = whole(run, 100);
    assertThat(digests(part)).isEqualTo(100);
    assertThat(find(part, Slice.utf8(prefix + 1000), 1000)).isNotNegative();
    assertThat(find(part, Slice.utf8(prefix + "10000"), 1000)).isEqualTo(SortedWords.ABSENT);
    assertThat(find(part, Slice.utf8("zz"), 1000)).isEqualTo(SortedWords.NO_REFERENCE);
  }

  private static long digests(long[] run) {
    List<Long> digests = new ArrayList<>();
    for (int i = 0; i < SortedWords.count(run); i++) {
      digests.add(SortedWords.digest(run[SortedWords.first(run) + i]));
    }
    return digests.stream().distinct().count();
  }

  @Test
  void aPositionStaysOnItsWordWhileOthersComeBeforeIt() {
    long[] run = SortedWords.empty(50);
    insert(run, Slice.utf8("d"));
    insert(run, Slice.utf8("f"));
    WordPosition position = new WordPosition();
    assertThat(position.last(run)).isTrue();
    insert(run, Slice.utf8("a"));
    insert(run, Slice.utf8("e"));
    insert(run, Slice.utf8("g"));
    assertThat(position.previous()).isTrue();
    assertThat(keyOf(position.reference())).isEqualTo(Slice.utf8("e"));
    insert(run, Slice.utf8("b"));
    insert(run, Slice.utf8("c"));
    assertThat(position.next()).isTrue();
    assertThat(keyOf(position.reference())).isEqualTo(Slice.utf8("f"));
    insert(run, Slice.utf8("f"));
    assertThat(position.previous()).isTrue();
    assertThat(entries.sequence(position.reference())).isEqualTo(sequence);
  }

  @Test
  void theWordBeforeAPlaceIsFoundThoughOthersComeBetween() {
    for (String behind : List.of("", "h")) {
      long[] run = SortedWords.empty(50);
      insert(run, Slice.utf8("b"));
      insert(run, Slice.utf8("d"));
      if (!behind.isEmpty()) {
        insert(run, Slice.utf8(behind));
      }
      byte[] sought = Slice.utf8("e").array();
      long place = place(run, Slice.of(sought), 0);
      insert(run, Slice.utf8("g"));
      insert(run, Slice.utf8("f"));
      insert(run, Slice.utf8("a"));
      WordPosition position = new WordPosition();
      assertThat(position.before(run, place, entries, sought, 0, 1, 0)).isTrue();
      assertThat(keyOf(position.reference())).isEqualTo(Slice.utf8("d"));
    }
  }

  /** A shift at any moment, a word at a time: what a reader may find of it. */
  @Test
  void aShiftLeavesEveryWordInItsPlaceAtEveryMoment() {
    int count = 20;
    for (int inserted = 0; inserted <= count; inserted++) {
      long[] run = SortedWords.empty(count + 1);
      List<Integer> expected = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        expected.add(insert(run, Slice.utf8("key" + (char) ('a' + i))));
      }
      int first = SortedWords.first(run);
      for (int moved = count; moved > inserted; moved--) {
        run[first + moved] = run[first + moved - 1];
        for (int i = 0; i < count; i++) {
          Slice key = Slice.utf8("key" + (char) ('a' + i));
          assertThat(find(run, key, sequence)).isEqualTo(expected.get(i));
        }
        assertThat(walk(run, true)).isEqualTo(expected);
        assertThat(walk(run, false)).isEqualTo(expected);
      }
    }
  }

  private static List<Integer> walk(long[] run, boolean ascending) {
    List<Integer> seen = new ArrayList<>();
    WordPosition position = new WordPosition();
    boolean on = ascending ? position.first(run) : position.last(run);
    while (on) {
      seen.add(ascending ? seen.size() : 0, position.reference());
      on = ascending ? position.next() : position.previous();
    }
    return seen;
  }

  @Test
  void readersBesideTheWriterSeeAllThatWasThere() throws InterruptedException {
    int capacity = 512;
    for (int round = 0; round < TestRun.scaled(60); round++) {
      long[] run = SortedWords.empty(capacity);
      AtomicLong published = new AtomicLong();
      List<AssertionError> failures = new ArrayList<>();
      Thread reader =
          new Thread(
              () -> {
                try {
                  for (long seen = 0; seen < capacity; ) {
                    seen = published.get();
                    expectAll(walk(run, true), seen);
                    seen = published.get();
                    expectAll(walk(run, false), seen);
                  }
                } catch (AssertionError failure) {
                  failures.add(failure);
                }
              });
      long before = sequence;
      reader.start();
      for (int i = 0; i < capacity; i++) {
        insert(run, Slice.utf8("key" + Integer.toHexString(i * 0x9E3779B1)));
        published.set(sequence - before);
      }
      reader.join();
      assertThat(failures).isEmpty();
    }
  }

  private void expectAll(List<Integer> seen, long published) {
    assertThat(seen.size()).isGreaterThanOrEqualTo((int) published);
    for (int i = 1; i < seen.size(); i++) {
      assertThat(keyOf(seen.get(i - 1))).isLessThan(keyOf(seen.get(i)));
    }
  }
}
