package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What is said of a tree is what looking at every key would find. */
final class TreeAnalysisTest {
  private static final TreeView TREE =
      TreeText.parse(
          """
          0.9   40[a..c 10M]
          0.8   39[b..f 10M 50%]
          1.1   20[a..b 30M]  21[e..g 30M]  22[p..q 30M 100%]
          2.1   1[a..z 100M]
          """);

  private static void forRandomTrees(String test, Consumer<SplittableRandom> check) {
    SplittableRandom random = new SplittableRandom(TestRun.seed(test));
    for (int round = 0; round < TestRun.scaled(100); round++) {
      check.accept(random);
    }
  }

  private static List<SSTableMeta> tables(TreeView tree) {
    return TreeAnalysis.tables(tree.runs());
  }

  private static int number(Slice key) {
    return ByteBuffer.wrap(key.toByteArray()).getInt();
  }

  private static List<List<Long>> ids(List<List<SSTableMeta>> groups) {
    return groups.stream().map(group -> group.stream().map(SSTableMeta::id).toList()).toList();
  }

  private static Set<SSTableMeta> holding(List<SSTableMeta> tables, Slice key) {
    Set<SSTableMeta> holding = new HashSet<>(tables);
    holding.removeIf(table -> !table.overlaps(key, key));
    return holding;
  }

  @Test
  void findsTheTablesOfARunThatOverlapARange() {
    forRandomTrees(
        "findsTheTablesOfARunThatOverlapARange",
        random -> {
          int from = random.nextInt(3_000);
          Slice first = SimulatedTable.key(from);
          Slice last = SimulatedTable.key(from + random.nextInt(300));
          for (Run run : SimulatedTree.random(random).view().runs()) {
            assertThat(TreeAnalysis.overlapping(run, first, last))
                .isEqualTo(
                    run.tables().stream().filter(table -> table.overlaps(first, last)).toList());
          }
        });
  }

  @Test
  void sumsUpWhatTheTablesOfARunMeetInAnother() {
    forRandomTrees(
        "sumsUpWhatTheTablesOfARunMeetInAnother",
        random -> {
          List<Run> runs = SimulatedTree.random(random).view().runs();
          for (Run run : runs) {
            for (Run other : runs) {
              assertThat(TreeAnalysis.overlappingBytes(run, other))
                  .isEqualTo(
                      run.tables().stream()
                          .mapToLong(
                              table ->
                                  other.tables().stream()
                                      .filter(table::overlaps)
                                      .mapToLong(SSTableMeta::bytes)
                                      .sum())
                          .toArray());
            }
          }
        });
  }

  @Test
  void countsTheRunsThatHoldTheMostContestedKey() {
    assertThat(TreeAnalysis.depth(tables(TREE))).isEqualTo(4);
    assertThat(TreeAnalysis.depth(List.of())).isZero();
    forRandomTrees(
        "countsTheRunsThatHoldTheMostContestedKey",
        random -> {
          List<SSTableMeta> tables = tables(SimulatedTree.random(random).view());
          int most = 0;
          for (SSTableMeta table : tables) {
            most = Math.max(most, holding(tables, table.firstKey()).size());
          }
          assertThat(TreeAnalysis.depth(tables)).isEqualTo(most);
        });
  }

  @Test
  void groupsHangTogetherAndShareNoKey() {
    assertThat(ids(TreeAnalysis.groups(tables(TREE).subList(0, 5))))
        .containsExactly(List.of(40L, 20L, 39L, 21L), List.of(22L));
    assertThat(TreeAnalysis.runGroups(TREE.level(0))).hasSize(1);
    forRandomTrees(
        "groupsHangTogetherAndShareNoKey",
        random -> {
          List<SSTableMeta> tables = tables(SimulatedTree.random(random).view());
          List<List<SSTableMeta>> groups = TreeAnalysis.groups(tables);
          assertThat(groups.stream().flatMap(List::stream).toList())
              .containsExactlyInAnyOrderElementsOf(tables);
          for (int i = 0; i < groups.size(); i++) {
            assertThat(connected(groups.get(i))).isTrue();
            List<SSTableMeta> others = new ArrayList<>(tables);
            others.removeAll(groups.get(i));
            assertThat(groups.get(i)).noneMatch(table -> others.stream().anyMatch(table::overlaps));
          }
        });
  }

  private static boolean connected(List<SSTableMeta> group) {
    Set<SSTableMeta> reached = new LinkedHashSet<>(List.of(group.get(0)));
    int before = 0;
    while (reached.size() > before) {
      before = reached.size();
      for (SSTableMeta table : group) {
        if (reached.stream().anyMatch(table::overlaps)) {
          reached.add(table);
        }
      }
    }
    return reached.size() == group.size();
  }

  @Test
  void overlapSetsAreTheLargestWithAKeyInCommon() {
    assertThat(ids(TreeAnalysis.overlapSets(tables(TREE))))
        .containsExactly(List.of(40L, 20L, 1L, 39L), List.of(1L, 39L, 21L), List.of(1L, 22L));
    forRandomTrees(
        "overlapSetsAreTheLargestWithAKeyInCommon",
        random -> {
          List<SSTableMeta> tables = tables(SimulatedTree.random(random).view());
          Set<Set<SSTableMeta>> sets = new HashSet<>();
          tables.forEach(table -> sets.add(holding(tables, table.firstKey())));
          List<Set<SSTableMeta>> largest =
              sets.stream()
                  .filter(
                      set ->
                          sets.stream()
                              .noneMatch(
                                  other -> other.size() > set.size() && other.containsAll(set)))
                  .toList();
          List<Set<SSTableMeta>> found = new ArrayList<>();
          TreeAnalysis.overlapSets(tables).forEach(set -> found.add(Set.copyOf(set)));
          assertThat(found).containsExactlyInAnyOrderElementsOf(largest);
        });
  }

  @Test
  void coverageIsEveryKeyThatSomeTableMayHold() {
    forRandomTrees(
        "coverageIsEveryKeyThatSomeTableMayHold",
        random -> {
          List<SSTableMeta> tables = tables(SimulatedTree.random(random).view());
          Set<Integer> covered = new TreeSet<>();
          for (SSTableMeta table : tables) {
            for (int key = number(table.firstKey()); key <= number(table.lastKey()); key++) {
              covered.add(key);
            }
          }
          List<Integer> found = new ArrayList<>();
          for (TreeAnalysis.Span span : TreeAnalysis.coverage(tables)) {
            for (int key = number(span.first()); key <= number(span.last()); key++) {
              found.add(key);
            }
          }
          assertThat(found).isEqualTo(new ArrayList<>(covered));
        });
  }

  @Test
  void tombstoneDensityIsOverAllEntries() {
    assertThat(TreeAnalysis.tombstoneDensity(List.of())).isZero();
    assertThat(TreeAnalysis.tombstoneDensity(tables(TREE).subList(0, 2)))
        .isCloseTo(0.25, within(1e-4));
    assertThat(TreeAnalysis.tombstoneDensity(tables(TREE))).isCloseTo(35 / 210.0, within(1e-4));
  }

  @Test
  void aRangeHoldsItsShareOfTheBytesWhateverTheDistributionOfKeys() {
    SimulatedTree tree = new SimulatedTree();
    SplittableRandom random = new SplittableRandom(1);
    List<Integer> keys = random.ints(5_000, 0, 1_000).map(key -> key * key).boxed().toList();
    for (int i = 0; i < 50; i++) {
      tree.flush(keys.subList(i * 100, i * 100 + 100), false);
    }
    List<SSTableMeta> tables = tables(tree.view());
    Slice end = SimulatedTable.key(Integer.MAX_VALUE);
    assertThat(TreeAnalysis.share(tables, Slice.EMPTY, end)).isEqualTo(1);
    assertThat(TreeAnalysis.share(tables, end, end)).isZero();
    assertThat(TreeAnalysis.share(List.of(), Slice.EMPTY, end)).isZero();
    Slice middle = SimulatedTable.key(500_000);
    double below = TreeAnalysis.share(tables, Slice.EMPTY, middle);
    assertThat(below).isCloseTo(0.5, within(0.02));
    assertThat(TreeAnalysis.share(tables, middle, end)).isCloseTo(1 - below, within(1e-6));
  }

  @Test
  void theShareOfATableIsBetweenItsEnds() {
    SSTableMeta table = tables(TREE).get(5);
    assertThat(TreeAnalysis.share(table, Slice.utf8("a"), Slice.utf8("z"))).isEqualTo(1);
    assertThat(TreeAnalysis.share(table, Slice.utf8("A"), Slice.utf8("B"))).isZero();
    assertThat(TreeAnalysis.share(table, Slice.utf8("a"), Slice.utf8("m")))
        .isCloseTo(12 / 25.0, within(1e-3));
    assertThat(TreeAnalysis.share(table, Slice.utf8("mmmm"), Slice.utf8("zz")))
        .isBetween(0.48, 0.53);
  }
}
