package io.kodiak.engine.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.PlainStorage;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.TestTables;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PointReadsTest {
  @Test
  void findsTheNewestVisibleVersionInAnyTree() throws IOException {
    SplittableRandom seeds = Seed.random(this);
    for (int round = 0; round < 150; round++) {
      try (RandomTree tree = new RandomTree(seeds.split())) {
        EntryView result = new EntryView();
        for (int i = 0; i < 300; i++) {
          Slice key = tree.key();
          long snapshot = tree.snapshot();
          Version expected = tree.newest(key, snapshot);
          boolean found = PointReads.get(tree.view, key, snapshot, result);
          assertThat(found ? Version.of(result) : null)
              .as("round %d: %s at %d", round, key, snapshot)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void findsEveryVersionOfAKeyThatSpansManyBlocks() throws IOException {
    List<Version> versions = new ArrayList<>();
    versions.add(Version.put("a", 1, "x"));
    for (int sequence = 3000; sequence > 1; sequence--) {
      versions.add(
          sequence % 7 == 0
              ? Version.delete("hot", sequence)
              : Version.put("hot", sequence, "v" + sequence));
    }
    versions.add(Version.put("z", 2, "y"));
    try (TestTables tables = new TestTables(new PlainStorage(), 1 << 22)) {
      SSTable table = tables.table(versions, 400);
      assertThat(table.blockCount()).isGreaterThan(50);
      ReadView view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
      EntryView result = new EntryView();
      for (int sequence = 2; sequence <= 3000; sequence++) {
        assertThat(PointReads.get(view, Slice.utf8("hot"), sequence, result)).isTrue();
        assertThat(result.sequence()).isEqualTo(sequence);
      }
      assertThat(PointReads.get(view, Slice.utf8("hot"), 1, result)).isFalse();
      assertThat(PointReads.get(view, Slice.utf8("z"), 2, result)).isTrue();
      assertThat(PointReads.get(view, Slice.utf8("z"), 1, result)).isFalse();
    }
  }

  @Test
  void asksNoFileForAKeyThatItsFilterDenies() throws IOException {
    PlainStorage storage = new PlainStorage();
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      versions.add(Version.put("key%05d".formatted(2 * i), i + 1, "v"));
    }
    try (TestTables tables = new TestTables(storage, 0)) {
      ReadView view =
          new ReadView(List.of(), List.of(new SSTableRun(List.of(tables.table(versions, 400)))));
      EntryView result = new EntryView();
      int read = 0;
      for (int i = 0; i < 1999; i++) {
        long before = storage.bytesRead();
        assertThat(PointReads.get(view, Slice.utf8("key%05d".formatted(2 * i + 1)), 9999, result))
            .isFalse();
        read += storage.bytesRead() > before ? 1 : 0;
      }
      assertThat(read).isLessThan(60);
    }
  }

  @Test
  void leavesTheResultAloneWhenThereIsNothing() throws IOException {
    ReadView empty = new ReadView(List.of(), List.of());
    EntryView result = new EntryView();
    byte[] before = {'x'};
    result.key(before, 0, 1);
    assertThat(PointReads.get(empty, Slice.utf8("a"), 9, result)).isFalse();
    assertThat(result.keyArray()).isSameAs(before);
  }
}
