package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RunningCompactionsTest {
  private static final TreeView VIEW =
      new TreeView(
          "users",
          List.of(run(0, 5, 1), run(1, 2, 2, 3), run(3, 2, 4), run(3, 1, 5, 6)),
          Set.of(),
          0);

  private static Run run(int level, long id, long... tables) {
    return new Run(level, id, Arrays.stream(tables).mapToObj(t -> table(t, level, id)).toList());
  }

  private static SSTableMeta table(long id, int level, long run) {
    Slice key = Slice.utf8("k" + id);
    return new SSTableMeta(id, level, run, key, key, 1, 100, 10, 0, 1000, "plain", 1, 0);
  }

  private static int lastLevelBeside(Long... inputs) {
    return RunningCompactions.lastLevel(
        VIEW, new CompactionPlan(Set.of(inputs), 3, 1000, 0, "test"));
  }

  @Test
  void theLastLevelIsTheDeepestWithDataThatIsNotMerged() {
    assertThat(lastLevelBeside(1L)).isEqualTo(3);
    assertThat(lastLevelBeside(5L, 6L)).isEqualTo(3);
    assertThat(lastLevelBeside(4L, 5L)).isEqualTo(3);
    assertThat(lastLevelBeside(3L, 4L, 5L, 6L)).isEqualTo(1);
    assertThat(lastLevelBeside(2L, 3L, 4L, 5L, 6L)).isZero();
    assertThat(lastLevelBeside(1L, 2L, 3L, 4L, 5L, 6L)).isEqualTo(-1);
  }
}
