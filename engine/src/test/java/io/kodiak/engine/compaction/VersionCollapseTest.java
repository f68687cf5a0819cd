package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.DisorderException;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.sstable.VersionRetention;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VersionCollapseTest {
  private final List<Version> out = new ArrayList<>();
  private long dropped;

  private List<Version> collapse(List<Block> blocks, List<SSTableMeta> below, long... snapshots)
      throws IOException {
    out.clear();
    VersionCollapse collapse =
        new VersionCollapse(
            "test", new VersionRetention(snapshots), rule(below), this::takeAndCheckNewKey);
    for (Block block : blocks) {
      collapse.rows(block, 0, block.count());
    }
    collapse.finish();
    dropped = collapse.dropped();
    return List.copyOf(out);
  }

  private void takeAndCheckNewKey(Block block, int from, int to, boolean newKey) {
    boolean differs = out.isEmpty() || !out.get(out.size() - 1).key().equals(block.key(from));
    assertThat(newKey).isEqualTo(differs);
    out.addAll(Rows.of(block, from, to));
  }

  /** The rule for a merge above the given tables. */
  private static TombstoneRule rule(List<SSTableMeta> below) {
    byte[] greatest = new byte[40];
    Arrays.fill(greatest, (byte) 0xff);
    SSTableMeta input = Trees.table(1, 0, 1, Slice.EMPTY, Slice.of(greatest));
    List<Run> runs = new ArrayList<>(List.of(new Run(0, 1, List.of(input))));
    if (!below.isEmpty()) {
      runs.add(new Run(2, 1, below));
    }
    TreeView tree = new TreeView("t", runs, Set.of(), 0);
    CompactionPlan plan = new CompactionPlan(Set.of(1L), 1, 1, 0, "test");
    return TombstoneRule.of(tree, plan, input.firstKey(), input.lastKey());
  }

  private List<Version> collapse(List<SSTableMeta> below, long[] snapshots, Version... rows)
      throws IOException {
    return collapse(List.of(Version.block(rows)), below, snapshots);
  }

  private static long[] snapshots(long... sequences) {
    return sequences;
  }

  @Test
  void theNewestVersionHidesTheOthers() throws IOException {
    assertThat(collapse(List.of(), snapshots(), put("a", 9), put("a", 4), put("a", 1), put("b", 2)))
        .containsExactly(put("a", 9), put("b", 2));
    assertThat(dropped).isEqualTo(2);
  }

  @Test
  void eachSnapshotKeepsTheVersionThatItSees() throws IOException {
    assertThat(
            collapse(
                List.of(),
                snapshots(1, 5, 6, 8),
                put("a", 9),
                put("a", 7),
                put("a", 6),
                put("a", 5),
                put("a", 3),
                put("a", 2)))
        .extracting(Version::sequence)
        .containsExactly(9L, 7L, 6L, 5L);
  }

  @Test
  void aTombstoneGoesWithWhatItHidesWhenNothingLiesBelow() throws IOException {
    assertThat(collapse(List.of(), snapshots(), Version.delete("a", 9), put("a", 4))).isEmpty();
    assertThat(dropped).isEqualTo(2);
  }

  @Test
  void aTombstoneStaysWhileATableBelowMayHoldTheKey() throws IOException {
    List<SSTableMeta> below = List.of(Trees.table(7, 2, 1, "a", "b"));
    assertThat(
            collapse(
                below,
                snapshots(),
                Version.delete("a", 9),
                put("a", 4),
                Version.delete("b", 3),
                Version.delete("c", 2)))
        .containsExactly(Version.delete("a", 9), Version.delete("b", 3));
  }

  @Test
  void aTombstoneStaysWhileASnapshotNeedsTheVersionUnderIt() throws IOException {
    assertThat(collapse(List.of(), snapshots(5), Version.delete("a", 9), put("a", 4)))
        .containsExactly(Version.delete("a", 9), put("a", 4));
  }

  @Test
  void aTombstoneSeenByASnapshotGoesWhenNothingIsUnderIt() throws IOException {
    assertThat(collapse(List.of(), snapshots(6), put("a", 9), Version.delete("a", 5), put("a", 4)))
        .containsExactly(put("a", 9));
  }

  @Test
  void ofTwoTombstonesTheOlderSpeaksForBoth() throws IOException {
    assertThat(
            collapse(
                List.of(),
                snapshots(5, 7),
                Version.delete("a", 9),
                Version.delete("a", 6),
                put("a", 4)))
        .containsExactly(Version.delete("a", 6), put("a", 4));
    assertThat(collapse(List.of(), snapshots(5, 7), Version.delete("a", 9), Version.delete("a", 6)))
        .isEmpty();
  }

  @Test
  void versionsOfAKeyMayComeFromSeveralBlocks() throws IOException {
    List<Block> blocks =
        List.of(
            Version.block(put("a", 9), Version.delete("b", 8)),
            Version.block(put("b", 7)),
            Version.block(put("b", 6), put("c", 5)));
    assertThat(collapse(blocks, List.of(), 7))
        .containsExactly(put("a", 9), Version.delete("b", 8), put("b", 7), put("c", 5));
  }

  @Test
  void putsOfDifferentKeysPassAsOneRange() throws IOException {
    Block block = Version.block(put("a", 9), put("b", 8), put("c", 7), put("c", 6));
    List<Integer> ranges = new ArrayList<>();
    VersionCollapse collapse =
        new VersionCollapse(
            "test",
            new VersionRetention(),
            rule(List.of()),
            (b, from, to, newKey) -> ranges.add(to - from));
    collapse.rows(block, 0, 4);
    assertThat(ranges).containsExactly(3);
  }

  @Test
  void nothingIsLeftOutOnTheWordOfDisorderedInput() {
    assertThatThrownBy(() -> collapse(List.of(), snapshots(), put("a", 4), put("a", 9)))
        .isInstanceOf(DisorderException.class)
        .hasMessageContaining("test", "version 9", "\"a\"", "version 4");
    assertThatThrownBy(() -> collapse(List.of(), snapshots(), put("a", 4), put("a", 4)))
        .isInstanceOf(DisorderException.class);
    assertThatThrownBy(() -> collapse(List.of(), snapshots(), put("b", 4), Version.delete("a", 9)))
        .isInstanceOf(DisorderException.class);
  }

  @Test
  void randomRowsAreLeftExactlyTheVersionsThatAreNeeded() throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 1000; round++) {
      RandomRows source = new RandomRows(random, random.nextInt(1, 20));
      List<Version> rows = source.next(random.nextInt(1, 100));
      long[] snapshots = source.snapshots(6);
      List<SSTableMeta> below = tablesBelow(source.keys(), random);
      List<Block> blocks = Rows.cut(rows, random.nextInt(1, 12), random);
      assertThat(collapse(blocks, below, snapshots))
          .isEqualTo(NeededVersions.of(rows, snapshots, key -> covered(below, key)));
      assertThat(dropped).isEqualTo(rows.size() - out.size());
    }
  }

  private static List<SSTableMeta> tablesBelow(List<Slice> keys, SplittableRandom random) {
    List<SSTableMeta> tables = new ArrayList<>();
    int at = 0;
    while (random.nextInt(3) != 0) {
      int first = at + random.nextInt(5);
      int last = first + random.nextInt(5);
      if (last >= keys.size()) {
        break;
      }
      tables.add(Trees.table(10 + at, 2, 1, keys.get(first), keys.get(last)));
      at = last + 1;
    }
    return tables;
  }

  private static boolean covered(List<SSTableMeta> tables, Slice key) {
    return tables.stream().anyMatch(table -> table.overlaps(key, key));
  }
}
