package io.kodiak.compaction.unified;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.TestSettings;
import io.kodiak.testkit.TreeText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ShardsTest {
  private static final long MIB = 1L << 20;
  private static final Slice FIRST = Slice.utf8("000");
  private static final Slice LAST = Slice.utf8("999");

  private static Shards shards(String runs, int base) {
    StringBuilder drawing = new StringBuilder("|");
    for (int i = 1; i < 250; i++) {
      drawing.append(" %03d".formatted(4 * i));
    }
    TreeView tree = TreeText.parse(drawing + "\n" + runs);
    UnifiedOptions options =
        UnifiedOptions.from(
            TestSettings.of(
                Map.of(
                    "base-shards", base, "target-file-size", 10 * MIB, "min-file-size", 2 * MIB)));
    return new Shards(tree, new Densities(tree, options), options);
  }

  @Test
  void areAsManyAsFilesOfTheTargetSizeNeed() {
    Shards shards = shards("0.1  1[000..999 1M]", 4);
    assertThat(shards.count(7 * MIB)).as("files would be too small").isEqualTo(1);
    assertThat(shards.count(8 * MIB)).isEqualTo(4);
    assertThat(shards.count(56 * MIB)).isEqualTo(4);
    assertThat(shards.count(57 * MIB)).isEqualTo(8);
    assertThat(shards.count(1000 * MIB)).as("as many as quantiles allow").isEqualTo(32);
    assertThat(shards.count(1e18)).isEqualTo(32);
  }

  @Test
  void nest() {
    for (int base : new int[] {1, 2, 3, 4, 5}) {
      Shards shards = shards("0.1  1[000..999 1M]", base);
      List<Slice> coarse = new ArrayList<>();
      for (double density = 3 * MIB; density < 1e12; density *= 2) {
        List<Slice> fine = shards.boundaries(FIRST, LAST, density);
        assertThat(fine).isSorted().doesNotHaveDuplicates().containsAll(coarse);
        assertThat(fine).hasSize(shards.count(density) - 1);
        coarse = fine;
      }
    }
  }

  @Test
  void cutOnlyWithinTheKeysAskedFor() {
    Shards shards = shards("0.1  1[000..999 1M]", 4);
    assertThat(shards.boundaries(FIRST, LAST, 40 * MIB))
        .containsExactly(Slice.utf8("252"), Slice.utf8("500"), Slice.utf8("752"));
    assertThat(shards.boundaries(Slice.utf8("252"), Slice.utf8("752"), 40 * MIB))
        .containsExactly(Slice.utf8("500"), Slice.utf8("752"));
  }

  @Test
  void areTheSameForPartsOfTheKeys() {
    Shards whole = shards("0.1  1[000..400 1M]  2[401..999 1M]", 3);
    List<Slice> all = whole.boundaries(FIRST, LAST, 1000 * MIB);
    for (int from = 0; from < all.size(); from++) {
      Shards shards = shards("0.1  1[000..400 1M]  2[401..999 1M]", 3);
      for (int to = from; to < all.size(); to++) {
        assertThat(shards.boundaries(all.get(from), all.get(to), 1000 * MIB))
            .isEqualTo(all.subList(from + 1, to + 1));
      }
    }
  }

  @Test
  void goWhereTheFewestFilesReachOver() {
    Shards shards =
        shards(
            """
            1.2  21[000..249 1M]  22[261..480 1M]  23[481..999 1M]
            1.1  11[001..255 1M]  12[260..999 1M]
            """,
            4);
    assertThat(shards.boundaries(FIRST, LAST, 40 * MIB))
        .containsExactly(Slice.utf8("260"), Slice.utf8("481"), Slice.utf8("752"));
  }
}
