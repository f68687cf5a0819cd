package io.kodiak.engine.compaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockMergeTest {
  private static List<Row> merge(List<List<Block>> inputs, int shared) throws IOException {
    List<Row> out = new ArrayList<>();
    new BlockMerge(inputs.stream().map(Row::stream).toList(), shared)
        .run(
            (block, from, to) -> {
              assertThat(from).isLessThan(to);
              out.addAll(Row.of(block, from, to));
            });
    return out;
  }

  @Test
  void randomInputsComeOutSortedAndComplete() throws IOException {
    SplittableRandom random = new SplittableRandom(Seeds.seed("merge"));
    for (int round = 0; round < 400; round++) {
      RandomRows rows = new RandomRows(random, random.nextInt(1, 60));
      List<Row> all = new ArrayList<>();
      List<List<Block>> inputs = new ArrayList<>();
      int sources = random.nextInt(1, 9);
      for (int i = 0; i < sources; i++) {
        List<Row> source = rows.next(random.nextInt(80));
        all.addAll(source);
        inputs.add(Row.cut(source, random.nextInt(1, 30), random));
      }
      Collections.sort(all);
      Slice first = rows.keys().get(0);
      Slice last = rows.keys().get(rows.keys().size() - 1);
      int shared =
          Slice.commonPrefix(first.array(), 0, first.length(), last.array(), 0, last.length());
      assertThat(merge(inputs, random.nextInt(shared + 1))).isEqualTo(all);
    }
  }

  @Test
  void versionsOfOneKeyInterleaveBySequence() throws IOException {
    List<Block> odd =
        List.of(Row.block(Row.put("k", 9), Row.put("k", 5)), Row.block(Row.put("k", 1)));
    List<Block> even =
        List.of(Row.block(Row.put("k", 8)), Row.block(Row.put("k", 6), Row.put("k", 2)));
    assertThat(merge(List.of(odd, even), 0))
        .extracting(Row::sequence)
        .containsExactly(9L, 8L, 6L, 5L, 2L, 1L);
  }

  @Test
  void blocksThatDoNotInterleaveAreHandedOverWhole() throws IOException {
    List<Block> low = List.of(Row.block(Row.put("a", 1), Row.put("b", 2), Row.put("c", 3)));
    List<Block> high = List.of(Row.block(Row.put("d", 1), Row.put("e", 2), Row.put("f", 3)));
    List<Block> handed = new ArrayList<>();
    new BlockMerge(List.of(Row.stream(high), Row.stream(low)), 0)
        .run(
            (block, from, to) -> {
              assertThat(from).isZero();
              assertThat(to).isEqualTo(3);
              handed.add(block);
            });
    assertThat(handed).containsExactly(low.get(0), high.get(0));
  }

  @Test
  void rowsBelowTheNextHeadAreHandedOverTogether() throws IOException {
    List<Row> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(Row.put("%03d".formatted(i), 1));
    }
    List<Integer> ranges = new ArrayList<>();
    new BlockMerge(
            List.of(
                Row.stream(List.of(Row.block(many))),
                Row.stream(List.of(Row.block(Row.put("3005", 2))))),
            0)
        .run((block, from, to) -> ranges.add(to - from));
    assertThat(ranges).containsExactly(301, 1, 199);
  }

  @Test
  void nothingComesOutOfNothing() throws IOException {
    assertThat(merge(List.of(), 0)).isEmpty();
    assertThat(merge(List.of(List.of(), List.of()), 0)).isEmpty();
  }

  @Test
  void theSameEntryTwiceStillEnds() throws IOException {
    List<Block> once = List.of(Row.block(Row.put("k", 5)));
    assertThat(merge(List.of(once, once), 0)).hasSize(2);
  }

  @Test
  void aFailingInputEndsTheMerge() {
    BlockStream failing =
        () -> {
          throw new IOException("device gone");
        };
    List<Block> fine = List.of(Row.block(Row.put("k", 5)));
    assertThatThrownBy(
            () -> new BlockMerge(List.of(Row.stream(fine), failing), 0).run((b, f, t) -> {}))
        .hasMessage("device gone");
  }
}
