package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BlockMergeTest {
  private static List<Version> merge(List<List<Block>> inputs, int shared) throws IOException {
    List<Version> out = new ArrayList<>();
    new BlockMerge(inputs.stream().map(Rows::stream).toList(), shared)
        .run(
            (block, from, to) -> {
              assertThat(from).isLessThan(to);
              out.addAll(Rows.of(block, from, to));
            });
    return out;
  }

  @Test
  void randomInputsComeOutSortedAndComplete() throws IOException {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 400; round++) {
      RandomRows rows = new RandomRows(random, random.nextInt(1, 60));
      List<Version> all = new ArrayList<>();
      List<List<Block>> inputs = new ArrayList<>();
      int sources = random.nextInt(1, 9);
      for (int i = 0; i < sources; i++) {
        List<Version> source = rows.next(random.nextInt(80));
        all.addAll(source);
        inputs.add(Rows.cut(source, random.nextInt(1, 30), random));
      }
      Collections.sort(all);
      Slice first = rows.keys().get(0);
      Slice last = rows.keys().get(rows.keys().size() - 1);
      int shared = first.commonPrefix(last);
      assertThat(merge(inputs, random.nextInt(shared + 1))).isEqualTo(all);
    }
  }

  @Test
  void versionsOfOneKeyInterleaveBySequence() throws IOException {
    List<Block> odd = List.of(Version.block(put("k", 9), put("k", 5)), Version.block(put("k", 1)));
    List<Block> even = List.of(Version.block(put("k", 8)), Version.block(put("k", 6), put("k", 2)));
    assertThat(merge(List.of(odd, even), 0))
        .extracting(Version::sequence)
        .containsExactly(9L, 8L, 6L, 5L, 2L, 1L);
  }

  @Test
  void blocksThatDoNotInterleaveAreHandedOverWhole() throws IOException {
    List<Block> low = List.of(Version.block(put("a", 1), put("b", 2), put("c", 3)));
    List<Block> high = List.of(Version.block(put("d", 1), put("e", 2), put("f", 3)));
    List<Block> handed = new ArrayList<>();
    new BlockMerge(List.of(Rows.stream(high), Rows.stream(low)), 0)
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
    List<Version> many = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      many.add(put("%03d".formatted(i), 1));
    }
    List<Integer> ranges = new ArrayList<>();
    new BlockMerge(
            List.of(
                Rows.stream(List.of(Version.block(many))),
                Rows.stream(List.of(Version.block(put("3005", 2))))),
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
    List<Block> once = List.of(Version.block(put("k", 5)));
    assertThat(merge(List.of(once, once), 0)).hasSize(2);
  }

  @Test
  void aFailingInputEndsTheMerge() {
    BlockStream failing =
        () -> {
          throw new IOException("device gone");
        };
    List<Block> fine = List.of(Version.block(put("k", 5)));
    assertThatThrownBy(
            () -> new BlockMerge(List.of(Rows.stream(fine), failing), 0).run((b, f, t) -> {}))
        .hasMessage("device gone");
  }
}
