package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TreeTextTest {
  @Test
  void readsADrawing() {
    TreeView tree =
        TreeText.parse(
            """
            0.9   41[a..m 64M]

            1.2   30[a..h 5K]  31![k..z 7]
            """);
    assertThat(tree.runs()).hasSize(2);
    assertThat(tree.busy()).containsExactly(31L);
    assertThat(tree.runs().get(0).id()).isEqualTo(9);
    assertThat(tree.runs().get(1).level()).isEqualTo(1);
    assertThat(tree.runs().get(1).tables())
        .extracting(meta -> meta.bytes())
        .containsExactly(5120L, 7L);
    assertThat(tree.runs().get(1).firstKey()).isEqualTo(Slice.utf8("a"));
    assertThat(tree.runs().get(1).lastKey()).isEqualTo(Slice.utf8("z"));
  }

  @Test
  void readsARunOfAnyNumberOfTables() {
    StringBuilder drawing = new StringBuilder("1.2");
    int tables = 20_000;
    for (int id = 1; id <= tables; id++) {
      drawing.append("  %d[%06d..%06d 1K]".formatted(id, id, id));
    }
    assertThat(TreeText.parse(drawing.toString()).runs().get(0).tables()).hasSize(tables);
  }

  @Test
  void readsTombstonesAndAges() {
    TreeView tree = TreeText.parse("1.2   30[a..h 5K 50%]  31[k..m 1M 3d]  32[n..z 100M 7% 90s]");
    assertThat(tree.runs().get(0).tables())
        .extracting(SSTableMeta::tombstones)
        .containsExactly(25L, 0L, 73_400L);
    assertThat(tree.runs().get(0).tables())
        .extracting(table -> tree.nowMillis() - table.createdMillis())
        .containsExactly(0L, 3 * 86_400_000L, 90_000L);
  }

  @Test
  void readsQuantiles() {
    TreeView tree = TreeText.parse("| d  h\n0.1  1[a..z 1M]");
    assertThat(tree.quantiles()).containsExactly(Slice.utf8("d"), Slice.utf8("h"));
    assertThat(tree.runs()).hasSize(1);
  }

  @Test
  void namesWhatItCannotRead() {
    assertThatThrownBy(() -> TreeText.parse("level 0")).hasMessage("not a run: level 0");
    assertThatThrownBy(() -> TreeText.parse("0.1 5[a..b 1M] x[c..d 1M]"))
        .hasMessageContaining("not tables");
  }

  @Test
  void describesPlans() {
    CompactionPlan plan = new CompactionPlan(Set.of(12L, 3L), 2, 100, 7, "because");
    assertThat(TreeText.describe(List.of(plan)))
        .isEqualTo("3, 12 -> level 2, priority 7: because\n");
    List<Slice> boundaries = List.of(Slice.utf8("d"), Slice.utf8("h"));
    CompactionPlan cut = new CompactionPlan(Set.of(3L), 2, 100, 7, boundaries, "because");
    assertThat(TreeText.describe(List.of(cut)))
        .isEqualTo("3 -> level 2, cut at d h, priority 7: because\n");
    assertThat(TreeText.describe(List.of())).isEqualTo("nothing");
  }
}
