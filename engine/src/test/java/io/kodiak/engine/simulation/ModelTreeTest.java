package io.kodiak.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.Seed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ModelTreeTest {
  private static final int PLACES = 64;

  private final Workload workload =
      new Workload(100_000, 1, 10, 90, 0, Workload.Distribution.UNIFORM, 0.99, 1);
  private final TableMaker maker =
      new TableMaker(
          workload, workload.classes(), new Environment(1 << 20, 0, 0, 1, 1, 1, 1, 1, 10, 20));
  private final ModelTree tree = new ModelTree();

  private SimulatedTable made(int level, long run, double from, double to) {
    return maker.table(new Part(from, to, new double[] {0.5}, 0, 0), level, run, 0);
  }

  private SimulatedTable added(int level, long run, double from, double to) {
    SimulatedTable table = made(level, run, from, to);
    tree.add(table);
    return table;
  }

  private static CompactionPlan plan(Set<Long> inputs) {
    return new CompactionPlan(inputs, 6, 1, 0, "test");
  }

  private List<List<Long>> ids() {
    return tree.runs().stream()
        .map(run -> run.tables().stream().map(SSTableMeta::id).toList())
        .toList();
  }

  @Test
  void holdsNothingAtFirst() {
    assertThat(tree.isEmpty()).isTrue();
    assertThat(tree.count()).isZero();
    assertThat(tree.bytes()).isZero();
    assertThat(tree.readAmplification()).isZero();
    assertThat(tree.waiting()).isZero();
    assertThat(tree.runsOnTop()).isZero();
    assertThat(tree.view(Set.of(), 0).runs()).isEmpty();
    assertThat(tree.view(Set.of(), 0).quantiles()).isEmpty();
  }

  @Test
  void hasItsRunsByAgeAndTheirTablesByKey() {
    SimulatedTable deep = added(2, 1, 0, 1);
    SimulatedTable older = added(0, 3, 0, 1);
    SimulatedTable upper = added(1, 7, 0.5, 1);
    SimulatedTable lower = added(1, 7, 0, 0.5);
    SimulatedTable newer = added(0, 4, 0, 1);
    assertThat(ids())
        .containsExactly(
            List.of(newer.meta().id()),
            List.of(older.meta().id()),
            List.of(lower.meta().id(), upper.meta().id()),
            List.of(deep.meta().id()));
    assertThat(tree.runsOnTop()).isEqualTo(2);
    assertThat(tree.newestRun(0)).isEqualTo(4);
    assertThat(tree.newestRun(1)).isEqualTo(7);
    assertThat(tree.newestRun(5)).as("of a level without runs").isZero();
  }

  @Test
  void showsAPolicyWhatIsBusyAndTheTime() {
    SimulatedTable table = added(0, 1, 0, 1);
    TreeView view = tree.view(Set.of(table.meta().id()), 77);
    assertThat(view.runs()).isEqualTo(tree.runs());
    assertThat(view.busy()).containsExactly(table.meta().id());
    assertThat(view.nowMillis()).isEqualTo(77);
  }

  @Test
  void itsQuantilesPartWhatWasEverWrittenEvenly() {
    SimulatedTable first = added(0, 1, 0, 0.25);
    assertThat(tree.view(Set.of(), 0).quantiles())
        .hasSize(511)
        .isSorted()
        .doesNotHaveDuplicates()
        .element(255)
        .isEqualTo(TableMaker.key(0.125));
    added(0, 2, 0.25, 1);
    assertThat(tree.view(Set.of(), 0).quantiles()).element(255).isEqualTo(TableMaker.key(0.5));
    tree.replace(List.of(first), List.of());
    assertThat(tree.view(Set.of(), 0).quantiles()).element(255).isEqualTo(TableMaker.key(0.5));
  }

  @Test
  void aRunIsGoneWithItsLastTable() {
    SimulatedTable left = added(1, 1, 0, 0.5);
    SimulatedTable right = added(1, 1, 0.5, 1);
    SimulatedTable moved = TableMaker.moved(right, 3, 2);
    tree.replace(List.of(right), List.of(moved));
    assertThat(tree.runs()).extracting(Run::level).containsExactly(1, 3);
    assertThat(tree.count()).isEqualTo(2);
    tree.replace(List.of(left), List.of());
    assertThat(tree.runs()).extracting(Run::level).containsExactly(3);
    tree.replace(List.of(moved), List.of());
    assertThat(tree.isEmpty()).isTrue();
    assertThat(tree.bytes()).isZero();
  }

  @Test
  void findsInputsFromTheNewestAndLeavesOutWhatItDoesNotHave() {
    SimulatedTable old = added(1, 1, 0, 1);
    SimulatedTable upper = added(0, 2, 0.5, 1);
    SimulatedTable lower = added(0, 2, 0, 0.5);
    added(0, 1, 0, 1);
    Set<Long> ids = Set.of(old.meta().id(), upper.meta().id(), lower.meta().id(), 99L);
    assertThat(tree.inputs(plan(ids))).containsExactly(lower, upper, old);
  }

  @Test
  void olderTablesThatStayAndHaveKeysOfAMergeLieBelowIt() {
    SimulatedTable merged = added(1, 2, 0.25, 0.5);
    added(0, 9, 0, 1);
    added(1, 2, 0, 0.25);
    SimulatedTable older = added(1, 1, 0, 1);
    SimulatedTable alsoMerged = added(2, 5, 0.25, 0.5);
    added(2, 5, 0.5, 1);
    SimulatedTable deep = added(4, 1, 0.375, 0.75);
    assertThat(tree.below(List.of(merged, alsoMerged), 0.25, 0.5)).containsExactly(older, deep);
  }

  @Test
  void theLevelBelowIsTheNextThatHasTables() {
    SimulatedTable newer = added(3, 2, 0, 0.5);
    SimulatedTable older = added(3, 1, 0.25, 1);
    added(1, 1, 0, 1);
    added(5, 1, 0, 1);
    assertThat(tree.levelBelow(1, 0, 1)).containsExactly(newer, older);
    assertThat(tree.levelBelow(1, 0.5, 1)).as("ends are exclusive").containsExactly(older);
    assertThat(tree.levelBelow(1, 0, 0.25)).containsExactly(newer);
    assertThat(tree.levelBelow(5, 0, 1)).isEmpty();
  }

  @Test
  void allButTheOldestRunOfALevelWaitToBeMerged() {
    SimulatedTable newest = added(0, 3, 0, 1);
    SimulatedTable middle = added(0, 2, 0, 0.5);
    added(0, 1, 0, 1);
    added(1, 1, 0, 1);
    SimulatedTable deep = added(2, 2, 0, 0.25);
    added(2, 1, 0, 1);
    assertThat(tree.waiting())
        .isEqualTo(newest.meta().bytes() + middle.meta().bytes() + deep.meta().bytes());
  }

  @Test
  void aKeyIsInAsManyRunsAsTablesCoverItOnAverage() {
    added(0, 1, 0, 0.5);
    assertThat(tree.readAmplification()).isEqualTo(1);
    added(1, 1, 0, 1);
    assertThat(tree.readAmplification()).isEqualTo(1.5);
    added(1, 2, 0.5, 0.75);
    assertThat(tree.readAmplification()).isEqualTo(1.75);
  }

  /** Whatever was replaced by what, it says what one finds by looking at each of its tables. */
  @Test
  void isWhatItsTablesMakeOfIt() {
    SplittableRandom random = Seed.random(this);
    Map<Long, SimulatedTable> held = new HashMap<>();
    for (int round = 0; round < 400; round++) {
      List<SimulatedTable> inputs = new ArrayList<>();
      int oneOf = 1 + random.nextInt(20);
      held.values().stream().filter(each -> random.nextInt(oneOf) == 0).forEach(inputs::add);
      inputs.forEach(each -> held.remove(each.meta().id()));
      List<SimulatedTable> outputs = outputs(inputs, held, random);
      outputs.forEach(each -> held.put(each.meta().id(), each));
      tree.replace(inputs, outputs);
      expect(List.copyOf(held.values()), random);
    }
  }

  /** Tables where their runs have room: new ones, and inputs that are moved. */
  private List<SimulatedTable> outputs(
      List<SimulatedTable> inputs, Map<Long, SimulatedTable> held, SplittableRandom random) {
    List<SimulatedTable> present = new ArrayList<>(held.values());
    List<SimulatedTable> outputs = new ArrayList<>();
    for (int i = random.nextInt(12); i >= 0; i--) {
      int level = random.nextInt(4);
      int run = 1 + random.nextInt(3);
      int from = random.nextInt(PLACES);
      int to = from + 1 + random.nextInt(Math.min(12, PLACES - from));
      SimulatedTable table =
          i < inputs.size()
              ? TableMaker.moved(inputs.get(i), level, run)
              : made(level, run, from / (double) PLACES, to / (double) PLACES);
      boolean hasRoom =
          present.stream()
              .filter(each -> each.meta().level() == level && each.meta().run() == run)
              .noneMatch(each -> each.meets(table.from(), table.to()));
      if (hasRoom) {
        present.add(table);
        outputs.add(table);
      }
    }
    return outputs;
  }

  private void expect(List<SimulatedTable> held, SplittableRandom random) {
    List<SimulatedTable> byAge = new ArrayList<>(held);
    byAge.sort(
        Comparator.comparingInt((SimulatedTable each) -> each.meta().level())
            .thenComparing(each -> each.meta().run(), Comparator.reverseOrder())
            .thenComparingDouble(SimulatedTable::from));
    assertThat(tree.runs().stream().flatMap(run -> run.tables().stream()))
        .containsExactlyElementsOf(byAge.stream().map(SimulatedTable::meta).toList());
    assertThat(tree.runs()).allMatch(run -> isOneRun(run) && !run.tables().isEmpty());
    assertThat(tree.runs()).extracting(run -> run.level() + "." + run.id()).doesNotHaveDuplicates();
    assertThat(tree.count()).isEqualTo(held.size());
    double bytes = held.stream().mapToDouble(each -> each.meta().bytes()).sum();
    assertThat(tree.bytes()).isCloseTo(bytes, within(1e-3));
    assertThat(tree.waiting()).isEqualTo(waiting());
    if (!held.isEmpty()) {
      expectBelow(byAge, random);
    }
  }

  private static boolean isOneRun(Run run) {
    return run.tables().stream()
        .allMatch(table -> table.level() == run.level() && table.run() == run.id());
  }

  private long waiting() {
    long waiting = 0;
    for (int i = 1; i < tree.runs().size(); i++) {
      Run newer = tree.runs().get(i - 1);
      waiting += newer.level() == tree.runs().get(i).level() ? newer.bytes() : 0;
    }
    return waiting;
  }

  private void expectBelow(List<SimulatedTable> byAge, SplittableRandom random) {
    double from = random.nextInt(PLACES) / (double) PLACES;
    double to = from + (1 + random.nextInt(20)) / (double) PLACES;
    Set<Long> ids = new HashSet<>(Set.of(byAge.get(random.nextInt(byAge.size())).meta().id()));
    ids.add(byAge.get(random.nextInt(byAge.size())).meta().id());
    List<SimulatedTable> inputs =
        byAge.stream().filter(each -> ids.contains(each.meta().id())).toList();
    assertThat(tree.inputs(plan(ids))).isEqualTo(inputs);
    SSTableMeta newest = inputs.get(0).meta();
    List<SimulatedTable> meeting = byAge.stream().filter(each -> each.meets(from, to)).toList();
    assertThat(tree.below(inputs, from, to))
        .isEqualTo(
            meeting.stream()
                .filter(each -> isOlder(each.meta(), newest) && !ids.contains(each.meta().id()))
                .toList());
    int level = random.nextInt(4);
    int next =
        byAge.stream()
            .mapToInt(each -> each.meta().level())
            .filter(l -> l > level)
            .min()
            .orElse(-1);
    assertThat(tree.levelBelow(level, from, to))
        .isEqualTo(meeting.stream().filter(each -> each.meta().level() == next).toList());
  }

  private static boolean isOlder(SSTableMeta table, SSTableMeta other) {
    return table.level() > other.level()
        || (table.level() == other.level() && table.run() < other.run());
  }
}
