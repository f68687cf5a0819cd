package io.kodiak.compaction.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.PlanRules;
import io.kodiak.testkit.SimulatedTree;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TreeText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class PlanInputsTest {
  private static final TreeView TREE =
      TreeText.parse(
          """
          0.9   30[a..c 1M]
          0.8   29[b..f 1M]
          1.1   20[a..b 1M]  21[e..g 1M]  22[p..q 1M]
          2.4   12[a..f 1M]
          2.3   10[g..h 1M]  11[m..z 1M]
          """);

  private static List<SSTableMeta> tables(TreeView tree) {
    return tree.runs().stream().flatMap(run -> run.tables().stream()).toList();
  }

  private static List<SSTableMeta> named(long... ids) {
    List<Long> wanted = Arrays.stream(ids).boxed().toList();
    return tables(TREE).stream().filter(table -> wanted.contains(table.id())).toList();
  }

  private static Set<Long> ids(Optional<PlanInputs> inputs) {
    return inputs.orElseThrow().ids();
  }

  @Test
  void takesOlderRunsInTheWayAndWhatLiesBelow() {
    assertThat(ids(PlanInputs.into(1, TREE, named(30), Set.of())))
        .containsExactly(20L, 21L, 29L, 30L);
    assertThat(ids(PlanInputs.into(1, TREE, named(29), Set.of()))).containsExactly(20L, 21L, 29L);
    assertThat(ids(PlanInputs.into(2, TREE, named(22), Set.of()))).containsExactly(11L, 22L);
    assertThat(ids(PlanInputs.into(3, TREE, named(12), Set.of()))).containsExactly(12L);
  }

  @Test
  void mergesIntoTheOldestRunThatOverlaps() {
    assertThat(ids(PlanInputs.into(2, TREE, named(21), Set.of()))).containsExactly(10L, 12L, 21L);
    assertThat(ids(PlanInputs.into(2, TREE, named(20), Set.of()))).containsExactly(12L, 20L);
  }

  @Test
  void staysOnItsLevelWhenToldTo() {
    assertThat(ids(PlanInputs.within(0, TREE, named(29, 30), Set.of()))).containsExactly(29L, 30L);
    assertThat(ids(PlanInputs.within(2, TREE, named(12, 10), Set.of()))).containsExactly(10L, 12L);
  }

  @Test
  void isImpossibleWhenWhatItNeedsIsTaken() {
    assertThat(PlanInputs.into(1, TREE, named(30), Set.of(21L))).isEmpty();
    assertThat(PlanInputs.into(1, TREE, named(30), Set.of(30L))).isEmpty();
    assertThat(PlanInputs.into(1, TREE, named(30), Set.of(22L))).isPresent();
  }

  @Test
  void isEmptyWhenItWouldReadTooMuch() {
    assertThat(PlanInputs.within(0, TREE, named(29, 30), Set.of(), 2 << 20)).isPresent();
    assertThat(PlanInputs.within(0, TREE, named(29, 30), Set.of(), (2 << 20) - 1)).isEmpty();
    assertThat(PlanInputs.within(2, TREE, named(12, 10), Set.of()).orElseThrow().bytes())
        .isEqualTo(2 << 20);
  }

  @Test
  void oneMoreTableIsAddedAsIfItHadBeenWantedAtOnce() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("oneMoreTableIsAddedAsIfItHadBeenWantedAtOnce"));
    for (int round = 0; round < TestRun.scaled(300); round++) {
      TreeView tree = SimulatedTree.random(random).view();
      List<SSTableMeta> all = tables(tree);
      if (!all.isEmpty()) {
        // The run that is joined is the oldest of its level, and stays so.
        SSTableMeta joined = all.get(all.size() - 1);
        SSTableMeta table = all.get(random.nextInt(all.size()));
        SSTableMeta more = all.get(random.nextInt(all.size()));
        Set<Long> taken = Set.of(all.get(random.nextInt(all.size())).id());
        int level = joined.level();
        Optional<PlanInputs> some = PlanInputs.within(level, tree, List.of(joined, table), taken);
        Optional<PlanInputs> wider = some.flatMap(inputs -> inputs.with(more, taken));
        assertThat(wider.map(PlanInputs::ids))
            .isEqualTo(
                PlanInputs.within(level, tree, List.of(joined, table, more), taken)
                    .map(PlanInputs::ids));
      }
    }
  }

  @Test
  void inputsThatGrowAreWhatOneWouldFindStepByStep() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("inputsThatGrowAreWhatOneWouldFindStepByStep"));
    for (int round = 0; round < TestRun.scaled(300); round++) {
      TreeView tree = SimulatedTree.random(random).view();
      List<SSTableMeta> all = tables(tree);
      if (!all.isEmpty()) {
        grow(tree, all, random);
      }
    }
  }

  /** Adds table after table, also once one was refused, and looks at the inputs now and then. */
  private static void grow(TreeView tree, List<SSTableMeta> all, SplittableRandom random) {
    // With a table of it the run that is joined is the oldest of its level, and stays so.
    SSTableMeta joined = all.get(all.size() - 1);
    boolean into = random.nextBoolean();
    long most = into || random.nextBoolean() ? Long.MAX_VALUE : random.nextLong(20_000);
    Set<Long> taken = Set.of(all.get(random.nextInt(all.size())).id());
    StepByStep expected = new StepByStep(tree, joined.level(), into, most, taken);
    Optional<PlanInputs> inputs =
        into
            ? PlanInputs.into(joined.level(), tree, List.of(joined), taken)
            : PlanInputs.within(joined.level(), tree, List.of(joined), taken, most);
    Set<SSTableMeta> wanted = new HashSet<>(Set.of(joined));
    Optional<Set<Long>> ids = expected.ids(wanted);
    for (int step = 0; step < 12 && inputs.isPresent(); step++) {
      SSTableMeta more = all.get(random.nextInt(all.size()));
      Optional<PlanInputs> wider = inputs.get().with(more, taken);
      Set<SSTableMeta> widerWanted = new HashSet<>(wanted);
      widerWanted.add(more);
      Optional<Set<Long>> widerIds = expected.ids(widerWanted);
      assertThat(wider.isPresent()).isEqualTo(widerIds.isPresent());
      if (random.nextInt(4) == 0) {
        assertThat(inputs.map(PlanInputs::ids)).isEqualTo(ids);
      }
      if (wider.isPresent() && random.nextInt(4) > 0) {
        inputs = wider;
        wanted = widerWanted;
        ids = widerIds;
        expectSums(wider.get(), tree, random.nextBoolean() ? widerIds : Optional.empty());
      }
    }
    assertThat(inputs.map(PlanInputs::ids)).isEqualTo(ids);
  }

  private static void expectSums(PlanInputs inputs, TreeView tree, Optional<Set<Long>> ids) {
    if (ids.isPresent()) {
      List<SSTableMeta> read =
          tables(tree).stream().filter(table -> ids.get().contains(table.id())).toList();
      assertThat(inputs.bytes()).isEqualTo(read.stream().mapToLong(SSTableMeta::bytes).sum());
      assertThat(inputs.firstKey())
          .isEqualTo(read.stream().map(SSTableMeta::firstKey).min(Slice::compareTo).orElseThrow());
      assertThat(inputs.lastKey())
          .isEqualTo(read.stream().map(SSTableMeta::lastKey).max(Slice::compareTo).orElseThrow());
    }
  }

  /** Finds inputs by looking at the whole tree again and again. */
  private record StepByStep(TreeView tree, int level, boolean into, long most, Set<Long> taken) {
    Optional<Set<Long>> ids(Set<SSTableMeta> wanted) {
      Set<SSTableMeta> read = new HashSet<>(wanted);
      int before = 0;
      while (read.size() > before) {
        before = read.size();
        read.addAll(missing(read));
      }
      Set<Long> ids = new HashSet<>();
      read.forEach(table -> ids.add(table.id()));
      boolean isPossible =
          Collections.disjoint(ids, taken)
              && read.stream().mapToLong(SSTableMeta::bytes).sum() <= most;
      return isPossible ? Optional.of(ids) : Optional.empty();
    }

    private List<SSTableMeta> missing(Set<SSTableMeta> read) {
      Slice first = read.stream().map(SSTableMeta::firstKey).min(Slice::compareTo).orElseThrow();
      Slice last = read.stream().map(SSTableMeta::lastKey).max(Slice::compareTo).orElseThrow();
      int joined = joined(read, first, last);
      List<SSTableMeta> missing = new ArrayList<>();
      for (int run = 0; run <= joined; run++) {
        for (SSTableMeta table : tree.runs().get(run).tables()) {
          boolean isMissing = run == joined && table.overlaps(first, last);
          for (SSTableMeta newer : read) {
            isMissing |= RunOrder.place(tree.runs(), newer) < run && newer.overlaps(table);
          }
          if (isMissing) {
            missing.add(table);
          }
        }
      }
      return missing;
    }

    /** The oldest run of the level that an input is in or, if it is to be, that they overlap. */
    private int joined(Set<SSTableMeta> read, Slice first, Slice last) {
      int joined = -1;
      for (int i = 0; i < tree.runs().size(); i++) {
        Run run = tree.runs().get(i);
        if (run.level() == level) {
          boolean overlaps = run.tables().stream().anyMatch(table -> table.overlaps(first, last));
          boolean joins = run.tables().stream().anyMatch(read::contains) || (into && overlaps);
          joined = joined < 0 || joins ? i : joined;
        }
      }
      return joined;
    }
  }

  @Test
  void everyCompletionIsAPlanThatTheRulesLetPass() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("everyCompletionIsAPlanThatTheRulesLetPass"));
    for (int round = 0; round < TestRun.scaled(300); round++) {
      TreeView tree = SimulatedTree.random(random).view();
      List<SSTableMeta> all = tables(tree);
      if (!all.isEmpty()) {
        SSTableMeta table = all.get(random.nextInt(all.size()));
        int level = table.level() + 1 + random.nextInt(3);
        expectValid(tree, level, PlanInputs.into(level, tree, List.of(table), Set.of()));
        SSTableMeta other = all.get(random.nextInt(all.size()));
        if (other.level() == table.level()) {
          expectValid(
              tree,
              table.level(),
              PlanInputs.within(table.level(), tree, List.of(table, other), Set.of()));
        }
      }
    }
  }

  private static void expectValid(TreeView tree, int level, Optional<PlanInputs> inputs) {
    CompactionPlan plan = new CompactionPlan(ids(inputs), level, 1, 1, "test");
    assertThat(PlanRules.problems(tree, plan)).as("%s for %s", plan, tree).isEmpty();
  }
}
