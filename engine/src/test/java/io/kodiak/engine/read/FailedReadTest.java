package io.kodiak.engine.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.sstable.WatchedFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A seek after a read that failed finds what it would have found before, and leaves nothing out.
 */
class FailedReadTest {
  private static final int NEVER = -1;

  private final WatchedFormat format = new WatchedFormat(this::beforeRead);
  private int readsLeft = NEVER;

  private void beforeRead() {
    if (readsLeft != NEVER && readsLeft-- == 0) {
      throw new IllegalStateException("planted");
    }
  }

  /** Fails the read after so many more; NEVER: none. */
  private void failAfter(int reads) {
    readsLeft = reads;
  }

  private static ReadView view(SSTable table) {
    return new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
  }

  @Test
  void theBlockThatCouldNotBeReadIsNotPassedBy() throws IOException {
    // Blocks of two rows, of which the second of the first block is too new to be seen.
    List<Version> rows =
        List.of(
            Version.put("a", 1, "v".repeat(60)),
            Version.put("b", 99, "v".repeat(60)),
            Version.put("c", 3, "v".repeat(60)),
            Version.put("d", 4, "v".repeat(60)),
            Version.put("e", 5, "v".repeat(60)));
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      SSTable table = tables.table(rows, 150);
      assertThat(table.blockCount()).isEqualTo(3);
      try (MergeScan scan = new MergeScan(view(table), KeyRange.all(), false, 10)) {
        assertThat(scan.next()).isTrue();
        for (int attempt = 0; attempt < 2; attempt++) {
          failAfter(0);
          assertThatThrownBy(() -> scan.seek(Slice.utf8("b"))).hasStackTraceContaining("planted");
        }
        failAfter(NEVER);
        assertThat(scan.seek(Slice.utf8("b"))).isTrue();
        assertThat(scan.entry().keySlice()).isEqualTo(Slice.utf8("c"));
      }
    }
  }

  @Test
  void aSeekThatFailedElsewhereIsForgotten() throws IOException {
    List<Version> rows = new ArrayList<>();
    for (char key = 'a'; key <= 'h'; key++) {
      rows.add(Version.put("" + key, key, "v".repeat(60)));
    }
    try (TestTables tables = new TestTables(new PlainStorage(), format, 0)) {
      SSTable table = tables.table(rows, 150);
      assertThat(table.blockCount()).isEqualTo(4);
      for (boolean reverse : new boolean[] {false, true}) {
        try (MergeScan scan = new MergeScan(view(table), KeyRange.all(), reverse, 999)) {
          assertThat(scan.seek(Slice.utf8(reverse ? "d" : "c"))).isTrue();
          failAfter(0);
          Slice far = Slice.utf8(reverse ? "h" : "a");
          assertThatThrownBy(() -> scan.seek(far)).hasStackTraceContaining("planted");
          failAfter(NEVER);
          StringBuilder found = new StringBuilder();
          boolean on = scan.seek(Slice.utf8(reverse ? "c" : "d"));
          while (on) {
            found.append((char) scan.entry().keySlice().toByteArray()[0]);
            on = scan.next();
          }
          assertThat(found).hasToString(reverse ? "cba" : "defgh");
        }
      }
    }
  }

  @Test
  void nothingIsLeftOutOfAnyTree() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    int failures = 0;
    for (int round = 0; round < 400; round++) {
      failAfter(NEVER);
      try (RandomTree tree = new RandomTree(seeds.split(), format)) {
        failures += scan(tree, tree.snapshot(), round % 2 == 1, "round " + round);
      }
    }
    assertThat(failures).isGreaterThan(400);
  }

  /** Moves about; returns how many moves failed. */
  private int scan(RandomTree tree, long snapshot, boolean reverse, String round)
      throws IOException {
    NavigableMap<Slice, Version> live = tree.live(snapshot);
    Iterator<Version> rest = (reverse ? live.descendingMap() : live).values().iterator();
    boolean broken = false;
    int failures = 0;
    try (MergeScan scan = new MergeScan(tree.view, KeyRange.all(), reverse, snapshot)) {
      for (int move = 0; move < 80; move++) {
        Slice to = broken || tree.random.nextInt(3) == 0 ? tree.key() : null;
        failAfter(tree.random.nextInt(3) == 0 ? tree.random.nextInt(3) : NEVER);
        try {
          if (to != null) {
            NavigableMap<Slice, Version> beyond =
                reverse ? live.headMap(to, true).descendingMap() : live.tailMap(to, true);
            rest = beyond.values().iterator();
          }
          boolean found = to == null ? scan.next() : scan.seek(to);
          assertThat(found).as("%s, move %d to %s", round, move, to).isEqualTo(rest.hasNext());
          if (found) {
            assertThat(Version.of(scan.entry())).as(round).isEqualTo(rest.next());
          }
          broken = false;
        } catch (IOException planted) {
          assertThat(planted).hasStackTraceContaining("planted");
          broken = true;
          failures++;
        }
      }
    }
    return failures;
  }
}
