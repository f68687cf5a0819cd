package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Settings;
import io.kodiak.api.Slice;
import io.kodiak.api.SpiVersion;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The watched memtable behaves as the one inside, and notices breaches on both sides. */
final class CheckedMemtableTest {
  private static final Slice KEY = Slice.utf8("k");
  private static final Slice VALUE = Slice.utf8("v");

  /** A watched memtable keeps the contract. */
  @Nested
  final class OfACorrectMemtable extends MemtableContract {
    @Override
    protected MemtableProvider provider() {
      return new MemtableProvider() {
        @Override
        public String name() {
          return "checked";
        }

        @Override
        public int spiVersion() {
          return SpiVersion.CURRENT;
        }

        @Override
        public MemtableFactory create(Settings settings) {
          return CheckedMemtable.factory(
              new ReferenceMemtableProvider(MemtableFault.NONE).create(settings));
        }
      };
    }
  }

  private static void expectBreach(
      MemtableFault fault, Consumer<CheckedMemtable> use, String message) {
    CheckedMemtable memtable = CheckedMemtable.of(new ReferenceMemtable(fault));
    assertThatThrownBy(() -> use.accept(memtable))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(message);
  }

  private static void expectMisuse(Consumer<CheckedMemtable> use, String message) {
    expectBreach(MemtableFault.NONE, use, message);
  }

  private static void put(Memtable memtable, long sequence) {
    memtable.put(KEY, sequence, EntryKind.PUT, VALUE);
  }

  @Test
  void noticesSequencesThatDoNotRise() {
    expectMisuse(
        memtable -> {
          put(memtable, 5);
          put(memtable, 5);
        },
        "5 put after sequence 5");
  }

  @Test
  void noticesArgumentsOutOfBounds() {
    expectMisuse(
        memtable -> memtable.put(Slice.EMPTY, 1, EntryKind.PUT, VALUE), "a key of 0 bytes");
    expectMisuse(memtable -> memtable.get(Slice.EMPTY, 1, new EntryView()), "a key of 0 bytes");
    expectMisuse(memtable -> put(memtable, 1L << 56), "too large");
    expectMisuse(
        memtable -> memtable.put(KEY, 1, EntryKind.DELETE, VALUE), "a tombstone with a value");
  }

  @Test
  void noticesUseAfterClose() {
    expectMisuse(
        memtable -> {
          memtable.close();
          put(memtable, 1);
        },
        "put after close");
    expectMisuse(
        memtable -> {
          memtable.close();
          memtable.get(KEY, 1, new EntryView());
        },
        "get after close");
    expectMisuse(
        memtable -> {
          memtable.close();
          memtable.close();
        },
        "closed twice");
    expectMisuse(
        memtable -> {
          memtable.ascending();
          memtable.close();
        },
        "closed beside 1 open cursors");
  }

  @Test
  void noticesCursorsThatAreMisused() {
    expectMisuse(memtable -> memtable.ascending().next(), "next() on no entry");
    expectMisuse(
        memtable -> {
          put(memtable, 1);
          Cursor cursor = memtable.descending();
          cursor.first();
          cursor.next();
          cursor.next();
        },
        "next() on no entry");
    expectMisuse(
        memtable -> {
          Cursor cursor = memtable.ascending();
          cursor.close();
          cursor.first();
        },
        "after close");
  }

  @Test
  void noticesQuestionsAboutPrefixesThatAreMisused() {
    expectMisuse(memtable -> ascending(memtable).skipPrefix(1), "skipPrefix() on no entry");
    expectMisuse(
        memtable -> {
          put(memtable, 1);
          PrefixCursor cursor = ascending(memtable);
          cursor.first();
          cursor.skipPrefix(2);
        },
        "skipPrefix(2) on \"k\"");
    expectMisuse(memtable -> ((PrefixMemtable) memtable).longestPrefix(KEY, 2, 1), "a limit of 2");
  }

  private static PrefixCursor ascending(Memtable memtable) {
    return ((PrefixMemtable) memtable).ascending();
  }

  @Test
  void canDoOnlyWhatTheMemtableInsideCan() {
    assertThat(CheckedMemtable.of(new ReferenceMemtable(MemtableFault.NONE)))
        .isInstanceOf(PrefixMemtable.class);
    assertThat(CheckedMemtable.of(new ReentrantMemtable(() -> {})))
        .isNotInstanceOf(PrefixMemtable.class);
  }

  private static void useEverything(Memtable memtable) {
    long sequence = 0;
    EntryView view = new EntryView();
    for (int round = 0; round < 600; round++) {
      byte[] key = {(byte) (round * 37), (byte) round};
      EntryKind kind = round % 3 == 0 ? EntryKind.DELETE : EntryKind.PUT;
      Slice value = kind == EntryKind.PUT ? VALUE : Slice.EMPTY;
      memtable.put(Slice.of(key), ++sequence, kind, value);
      memtable.bytesUsed();
      memtable.put(KEY, ++sequence, EntryKind.PUT, VALUE);
      memtable.bytesUsed();
      memtable.get(KEY, 5, view);
      memtable.get(Slice.utf8("absent"), 5, view);
    }
    for (boolean ascending : new boolean[] {true, false}) {
      try (Cursor cursor = MemtableCursorContract.cursor(memtable, ascending)) {
        cursor.seek(KEY);
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          cursor.entry();
        }
        cursor.seek(KEY);
      }
    }
    memtable.entryCount();
    askForPrefixes((PrefixMemtable) memtable);
  }

  private static void askForPrefixes(PrefixMemtable memtable) {
    memtable.longestPrefix(Slice.utf8("key"), 3, Long.MAX_VALUE);
    memtable.longestPrefix(KEY, 1, Long.MAX_VALUE);
    memtable.longestPrefix(KEY, 0, Long.MAX_VALUE);
    memtable.longestPrefix(KEY, 1, 1);
    memtable.longestPrefix(Slice.of(new byte[] {0, 0, 0}), 3, 1);
    try (PrefixCursor cursor = memtable.ascending()) {
      for (boolean on = cursor.first(); on; on = cursor.skipPrefix(1)) {
        cursor.entry();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SIGNED_BYTES",
        "VERSIONS_UPWARDS",
        "IGNORES_THE_SNAPSHOT",
        "CHANGES_THE_RESULT",
        "BYTES_SHRINK",
        "COUNTS_KEYS",
        "A_VIEW_FOR_EACH_MOVE",
        "PREFIX_BEYOND_THE_LIMIT",
        "PREFIX_IGNORES_THE_SNAPSHOT",
        "PREFIX_HIDES_TOMBSTONES",
        "PREFIX_IS_NOT_THE_KEY_ITSELF",
        "SKIPS_NOTHING",
        "SKIPS_TOO_MUCH"
      })
  void noticesFaultsOfTheMemtable(MemtableFault fault) {
    expectBreach(fault, CheckedMemtableTest::useEverything, "breach of the contract");
  }

  @Test
  void noticesTwoWriters() {
    CheckedMemtable[] outer = new CheckedMemtable[1];
    Memtable reentrant = new ReentrantMemtable(() -> put(outer[0], 2));
    outer[0] = CheckedMemtable.of(reentrant);
    assertThatThrownBy(() -> put(outer[0], 1)).hasMessageContaining("two threads put");
  }

  /** A memtable whose put runs something else first, such as another put. */
  private record ReentrantMemtable(Runnable beside) implements Memtable {
    @Override
    public void put(Slice key, long sequence, EntryKind kind, Slice value) {
      beside.run();
    }

    @Override
    public boolean get(Slice key, long snapshot, EntryView result) {
      return false;
    }

    @Override
    public Cursor ascending() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Cursor descending() {
      throw new UnsupportedOperationException();
    }

    @Override
    public long bytesUsed() {
      return 0;
    }

    @Override
    public long entryCount() {
      return 0;
    }

    @Override
    public void close() {}
  }
}
