package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The watched policy behaves as the one inside, and notices breaches on both sides. */
final class CheckedPolicyTest {
  private static void planMany(CheckedPolicy policy) {
    for (int seed = 0; seed < 100; seed++) {
      SimulatedTree tree = SimulatedTree.random(new SplittableRandom(seed));
      policy.plan(tree.view());
      policy.plan(tree.view(Set.copyOf(tree.ids())));
    }
  }

  @Test
  void passesPlansOn() {
    CheckedPolicy policy = new CheckedPolicy(new ReferencePolicy(PolicyFault.NONE));
    planMany(policy);
    TreeView view = SimulatedTree.random(new SplittableRandom(3)).view();
    assertThat(policy.plan(view)).isEqualTo(new ReferencePolicy(PolicyFault.NONE).plan(view));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "KEEPS_STATE",
        "LOOKS_AT_THE_CLOCK",
        "IGNORES_BUSY_TABLES",
        "LEAVES_A_TABLE_OUT",
        "NAMES_A_TABLE_THAT_IS_GONE",
        "LIFTS_TABLES",
        "ONE_PLAN_TWICE",
        "GIVES_NO_REASON"
      })
  void noticesFaultsOfThePolicy(PolicyFault fault) {
    CheckedPolicy policy = new CheckedPolicy(new ReferencePolicy(fault));
    assertThatThrownBy(() -> planMany(policy)).hasMessageContaining("breach of the contract");
  }

  @Test
  void noticesViewsThatAreNotSound() {
    CheckedPolicy policy = new CheckedPolicy(new ReferencePolicy(PolicyFault.NONE));
    SSTableMeta table = meta(0, 9, "a", "c");
    SSTableMeta overlapping = meta(0, 9, "b", "d");
    expectUnsound(policy, "newest first", run(1, 1, meta(1, 1, "a", "b")), run(0, 9, table));
    expectUnsound(policy, "newest first", run(0, 9, table), run(0, 9, table));
    expectUnsound(policy, "is not of", run(0, 8, table));
    expectUnsound(policy, "overlaps", run(0, 9, table, overlapping));
    expectUnsound(policy, "without tables", run(0, 9));
  }

  private static void expectUnsound(CheckedPolicy policy, String message, Run... runs) {
    TreeView view = new TreeView("t", List.of(runs), Set.of(), 0);
    assertThatThrownBy(() -> policy.plan(view)).hasMessageContaining(message);
  }

  private static Run run(int level, long id, SSTableMeta... tables) {
    return new Run(level, id, List.of(tables));
  }

  private static SSTableMeta meta(int level, long run, String first, String last) {
    return new SSTableMeta(
        first.charAt(0),
        level,
        run,
        Slice.utf8(first),
        Slice.utf8(last),
        1,
        2,
        2,
        0,
        100,
        "f",
        1,
        0);
  }
}
