package io.kodiak.compaction.tiered;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TreeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class GroupInputsTest {
  /** Runs of tables with gaps, wide and narrow ones, some of them busy. */
  private static TreeView randomTree(SplittableRandom random) {
    StringBuilder drawing = new StringBuilder();
    int oneOf = 4 << random.nextInt(8);
    int id = 1;
    for (int level = 0; level < 3; level++) {
      for (int run = random.nextInt(5); run > 0; run--) {
        int widest = 2 << random.nextInt(5);
        StringBuilder tables = new StringBuilder();
        int at = random.nextInt(60);
        while (at < 140) {
          int last = at + random.nextInt(widest);
          String busy = random.nextInt(oneOf) == 0 ? "!" : "";
          tables.append(" %d%s[%03d..%03d 1K]".formatted(id++, busy, at, last));
          at = last + 1 + random.nextInt(30);
        }
        drawing.append("%d.%d%s%n".formatted(level, run, tables));
      }
    }
    return TreeText.parse(drawing.toString());
  }

  private static GroupInputs group(TreeView tree, int to, long most) {
    return new GroupInputs(new Planning(tree, new TieredOptions(0.5, 4, 32, 12, 200, most, 1)), to);
  }

  @Test
  void rangesThatGrowReadWhatMergesOfTheirTablesDo() {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("rangesThatGrowReadWhatMergesOfTheirTablesDo"));
    int grown = 0;
    int refused = 0;
    for (int round = 0; round < TestRun.scaled(400); round++) {
      TreeView tree = randomTree(random);
      long all = tree.runs().stream().mapToLong(Run::bytes).sum();
      long most = 1 + random.nextLong(1 + (all >> random.nextInt(8)));
      for (int to = 1; to < tree.runs().size(); to++) {
        GroupInputs group = group(tree, to, most);
        Run seeds = tree.runs().get(random.nextInt(to));
        List<List<SSTableMeta>> expected = oneByOne(group, seeds.tables(), most);
        assertThat(group.ranges(seeds))
            .extracting(range -> range.inputs().tables())
            .isEqualTo(expected);
        grown += expected.size() < seeds.tables().size() ? 1 : 0;
        refused += expected.size() > 1 ? 1 : 0;
      }
    }
    assertThat(grown).isPositive();
    assertThat(refused).isPositive();
  }

  @Test
  void rangesBehindAllOlderKeysGrowToo() {
    TreeView tree =
        TreeText.parse(
            """
            1.2   20[m..n 1M]  21[o..p 1M]  22[q..r 1M]  23[s..t 1M]  24[u..v 1M]
            1.1   10[a..b 1M]  11[c..d 1M]
            """);
    assertThat(group(tree, 1, 4 << 20).ranges(tree.runs().get(0)))
        .extracting(range -> List.copyOf(range.inputs().ids()))
        .containsExactly(List.of(11L, 20L, 21L, 22L), List.of(11L, 23L, 24L));
  }

  @Test
  void aRangeThatComesToMeetOlderKeysLetsGoOfTheNeighbour() {
    TreeView tree =
        TreeText.parse(
            """
            1.2   20[m..n 1M]  21[o..p 1M]  22[q..r 1M]
            1.1   10[a..b 1M]  11[r..s 1M]
            """);
    assertThat(group(tree, 1, 4 << 20).ranges(tree.runs().get(0)))
        .extracting(range -> List.copyOf(range.inputs().ids()))
        .containsExactly(List.of(11L, 20L, 21L, 22L));
  }

  /** Asks anew for all tables of a range, for each table that it grows by. */
  private static List<List<SSTableMeta>> oneByOne(
      GroupInputs group, List<SSTableMeta> seeds, long most) {
    List<List<SSTableMeta>> ranges = new ArrayList<>();
    List<SSTableMeta> range = new ArrayList<>();
    for (SSTableMeta table : seeds) {
      range.add(table);
      if (read(group, range, most).isEmpty()) {
        range.remove(table);
        read(group, range, most).ifPresent(inputs -> ranges.add(inputs.tables()));
        range.clear();
        range.add(table);
        if (read(group, range, most).isEmpty()) {
          range.clear();
        }
      }
    }
    read(group, range, most).ifPresent(inputs -> ranges.add(inputs.tables()));
    return ranges;
  }

  private static Optional<PlanInputs> read(GroupInputs group, List<SSTableMeta> range, long most) {
    return range.isEmpty()
        ? Optional.empty()
        : group.joined(range, range.get(0).firstKey(), range.get(range.size() - 1).lastKey(), most);
  }
}
