package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Trees.table;
import static io.kodiak.engine.compaction.Trees.view;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ManualPlanTest {
  private static final TreeView TREE =
      view(
          table(9, 0, 2, "b", "d"),
          table(8, 0, 1, "p", "q"),
          table(5, 1, 1, "a", "c"),
          table(6, 1, 1, "e", "k"),
          table(7, 1, 1, "p", "z"),
          table(1, 3, 1, "a", "b"),
          table(2, 3, 1, "c", "f"),
          table(3, 3, 1, "g", "r"),
          table(4, 3, 1, "s", "z"));

  private static KeyRange range(String from, String to) {
    return KeyRange.of(from.getBytes(UTF_8), to.getBytes(UTF_8));
  }

  private static Optional<CompactionPlan> plan(KeyRange range) {
    return ManualPlan.of(TREE, range, OptionalInt.empty());
  }

  @Test
  void withoutARangeEverythingGoesToTheLastLevel() {
    CompactionPlan plan = plan(KeyRange.all()).orElseThrow();
    assertThat(plan.inputs()).hasSize(9);
    assertThat(plan.outputLevel()).isEqualTo(3);
  }

  @Test
  void aRangeTakesWhatOverlapsItOnEveryLevelAndWhatIsInTheWay() {
    CompactionPlan plan = plan(range("a", "b")).orElseThrow();
    // 5 and 1 overlap the range; 5 reaches to "c", where 2 lies, and 9 is not needed.
    assertThat(plan.inputs()).containsExactlyInAnyOrder(5L, 1L, 2L);
    assertThat(plan.outputLevel()).isEqualTo(3);
  }

  @Test
  void theEndOfARangeIsNotInIt() {
    assertThat(plan(range("z", "zz")).orElseThrow().inputs()).contains(4L);
    assertThat(plan(range("f0", "g")).orElseThrow().inputs()).containsExactlyInAnyOrder(6L, 2L, 3L);
    assertThat(plan(range("d0", "e")).orElseThrow().inputs()).containsExactly(2L);
  }

  @Test
  void deeperLevelsThanTheGivenOneAreLeftAlone() {
    CompactionPlan plan = ManualPlan.of(TREE, range("p", "q"), OptionalInt.of(1)).orElseThrow();
    assertThat(plan.inputs()).containsExactlyInAnyOrder(8L, 7L);
    assertThat(plan.outputLevel()).isEqualTo(1);
    assertThat(ManualPlan.of(TREE, range("f", "g"), OptionalInt.of(0))).isEmpty();
  }

  @Test
  void aTreeOfLevelZeroAloneGoesToLevelOne() {
    TreeView flat = view(table(1, 0, 1, "a", "c"), table(2, 0, 2, "b", "d"));
    CompactionPlan plan = ManualPlan.of(flat, KeyRange.all(), OptionalInt.empty()).orElseThrow();
    assertThat(plan.outputLevel()).isOne();
    assertThat(ManualPlan.of(flat, KeyRange.all(), OptionalInt.of(0)).orElseThrow().outputLevel())
        .isZero();
  }

  @Test
  void whereNothingOverlapsThereIsNothingToDo() {
    assertThat(plan(range("zz", "zzz"))).isEmpty();
    TreeView empty = new TreeView("users", List.of(), Set.of(), 0);
    assertThat(ManualPlan.of(empty, KeyRange.all(), OptionalInt.empty())).isEmpty();
  }

  @Test
  void planIsCompleteInAnyTree() throws PluginException {
    SplittableRandom seeds = Seed.random(this);
    for (int round = 0; round < 3_000; round++) {
      SplittableRandom random = seeds.split();
      TreeView tree = randomTree(random);
      int from = random.nextInt(100);
      KeyRange range = range(key(from), key(from + 1 + random.nextInt(40)));
      OptionalInt level =
          random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(random.nextInt(6));
      Optional<CompactionPlan> plan = ManualPlan.of(tree, range, level);
      if (plan.isPresent()) {
        List<SSTableMeta> inputs = Placement.inputs(tree, plan.get());
        PlanCheck.check("by hand", tree, plan.get(), inputs, Set.of(), List.of());
      }
      int deepest = level.orElse(Math.max(1, tree.lastLevel()));
      for (Run run : tree.runs()) {
        for (SSTableMeta table : run.tables()) {
          if (run.level() <= deepest && range.overlaps(table.firstKey(), table.lastKey())) {
            assertThat(plan.orElseThrow().inputs()).as("round %d", round).contains(table.id());
          }
        }
      }
    }
  }

  private static TreeView randomTree(SplittableRandom random) {
    List<SSTableMeta> tables = new ArrayList<>();
    for (int level = 0; level < 5; level++) {
      int runs = random.nextInt(4);
      for (int run = 1; run <= runs; run++) {
        int at = random.nextInt(60);
        while (at < 140 && random.nextInt(6) > 0) {
          int last = at + random.nextInt(25);
          tables.add(table(tables.size() + 1, level, run, key(at), key(last)));
          at = last + 1 + random.nextInt(20);
        }
      }
    }
    return tables.isEmpty()
        ? new TreeView("users", List.of(), Set.of(), 0)
        : view(tables.toArray(SSTableMeta[]::new));
  }

  private static String key(int number) {
    return "%04d".formatted(number);
  }
}
