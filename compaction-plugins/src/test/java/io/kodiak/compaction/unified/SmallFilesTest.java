package io.kodiak.compaction.unified;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TreeText;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class SmallFilesTest {
  private static List<Long> joined(String drawing, long target) {
    TreeView tree = TreeText.parse(drawing);
    return new SmallFiles(tree.level(2), target)
        .thatBecomeOne(tree.level(1).get(0).tables()).stream().map(SSTableMeta::id).toList();
  }

  @Test
  void becomeOneUpToTheTargetSize() {
    String row = "1.1  1[a..a 1K]  2[b..b 1K]  3[c..c 1K]  4[d..d 1K]\n";
    assertThat(joined(row, 4 << 10)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(joined(row, (4 << 10) - 1)).containsExactly(1L, 2L, 3L);
    assertThat(joined(row, 1 << 10)).hasSize(1);
  }

  @Test
  void becomeOneUpToWhereTheyOverlapTooMuchOfTheNextLevel() {
    String row =
        """
        1.1  1[a..b 1K]  2[d..e 1K]  3[g..h 1K]  4[k..l 1K]
        2.2  9[b..c 30K]  10[i..j 30K]
        2.1  5[a..c 20K]  6[f..f 20K]  7[k..z 30K]
        """;
    assertThat(joined(row, 10 << 10)).containsExactly(1L, 2L, 3L);
    assertThat(joined(row, 13 << 10)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(joined(row, 4 << 10)).as("none with the first").containsExactly(2L, 3L);
  }

  @Test
  void areThoseThatFitOneByOne() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("areThoseThatFitOneByOne"));
    int joined = 0;
    int cut = 0;
    for (int round = 0; round < TestRun.scaled(500); round++) {
      TreeView tree = TreeText.parse(randomTree(random));
      List<SSTableMeta> row = tree.level(1).get(0).tables();
      long target = 1L << (10 + random.nextInt(6));
      List<SSTableMeta> expected = oneByOne(tree.level(2), row, target);
      assertThat(new SmallFiles(tree.level(2), target).thatBecomeOne(row)).isEqualTo(expected);
      joined += expected.size() > 1 ? 1 : 0;
      cut += expected.size() > 1 && expected.size() < row.size() ? 1 : 0;
    }
    assertThat(joined).isPositive();
    assertThat(cut).isPositive();
  }

  private static String randomTree(SplittableRandom random) {
    StringBuilder drawing = new StringBuilder();
    int id = 1;
    for (int run = random.nextInt(4); run >= 0; run--) {
      int level = run == 0 ? 1 : 2;
      int widest = 1 << random.nextInt(7);
      int largest = 1 << random.nextInt(8);
      StringBuilder tables = new StringBuilder();
      for (int at = random.nextInt(50); at < 900; ) {
        int last = at + random.nextInt(widest);
        int kilobytes = level == 1 ? 1 : 1 + random.nextInt(largest);
        tables.append(" %d[%04d..%04d %dK]".formatted(id++, at, last, kilobytes));
        at = last + 1 + random.nextInt(widest);
      }
      // Newest data first.
      String line = "%d.%d%s%n".formatted(level, 1 + run, tables);
      drawing.insert(level == 1 ? 0 : drawing.length(), line);
    }
    return drawing.toString();
  }

  /** Measures all anew for each file. */
  private static List<SSTableMeta> oneByOne(
      List<Run> nextLevel, List<SSTableMeta> row, long target) {
    List<SSTableMeta> one = new ArrayList<>();
    for (SSTableMeta table : row) {
      one.add(table);
      if (!fits(nextLevel, one, target)) {
        one.remove(one.size() - 1);
        if (one.size() > 1) {
          break;
        }
        one.clear();
        one.add(table);
      }
    }
    return one;
  }

  private static boolean fits(List<Run> nextLevel, List<SSTableMeta> one, long target) {
    long met = 0;
    for (Run run : nextLevel) {
      met +=
          TreeAnalysis.bytes(
              TreeAnalysis.overlapping(
                  run, one.get(0).firstKey(), one.get(one.size() - 1).lastKey()));
    }
    return TreeAnalysis.bytes(one) <= target && met / 10 <= target;
  }
}
