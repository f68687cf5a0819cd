package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.backpressure.WriteDebt;
import io.kodiak.engine.backpressure.WriteLimits;
import io.kodiak.engine.manifest.BlockLayout;
import io.kodiak.engine.manifest.FileSeal;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.TableInfo;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.TreeEdits;
import org.junit.jupiter.api.Test;

class TreePressureTest {
  private static final int SLOWDOWN = 4;
  private static final int STOP = 8;

  private final TreePressure pressure =
      new TreePressure(new WriteDebt(new WriteLimits(64L << 20, SLOWDOWN, STOP, 2), () -> 1));

  /** A tree with so many runs on level 0. */
  private static Tree tree(int runs) {
    Tree tree = Tree.empty(new TableInfo(1, "t", "map", "columns", "none"));
    for (int run = 1; run <= runs; run++) {
      SSTableMeta meta =
          new SSTableMeta(
              run, 0, run, Slice.utf8("a"), Slice.utf8("b"), 1, 2, 2, 0, 15, "columns", 1, 0);
      SSTableFile file =
          new SSTableFile(meta, "columns", new FileSeal(10, 1, 5, 1), new BlockLayout("", 1024));
      tree = TreeEdits.add(tree, file);
    }
    return tree;
  }

  @Test
  void whatIsToBeMergedHoldsWritersBack() {
    pressure.compactionDue();
    assertThat(pressure.of(tree(SLOWDOWN - 1)).isNone()).isTrue();
    assertThat(pressure.of(tree(SLOWDOWN)).isNone()).isFalse();
    assertThat(pressure.of(tree(STOP)).stop()).isTrue();
  }

  @Test
  void aTreeAtRestHoldsNobodyBackHoweverManyRunsItHas() {
    Tree tree = tree(3 * STOP);
    assertThat(pressure.of(tree).stop()).isTrue();
    assertThat(pressure.atRest(tree)).as("writers are told").isTrue();
    assertThat(pressure.of(tree).isNone()).isTrue();
    assertThat(pressure.atRest(tree)).as("again").isFalse();
  }

  @Test
  void runsThatCameSinceItWasAtRestCountWhileNobodyLooks() {
    pressure.atRest(tree(2 * STOP));
    assertThat(pressure.of(tree(2 * STOP + SLOWDOWN - 1)).isNone()).isTrue();
    assertThat(pressure.of(tree(2 * STOP + SLOWDOWN)).isNone()).isFalse();
    assertThat(pressure.of(tree(3 * STOP)).stop()).isTrue();
    assertThat(pressure.atRest(tree(3 * STOP))).as("once somebody looked").isTrue();
    assertThat(pressure.of(tree(3 * STOP)).isNone()).isTrue();
  }

  @Test
  void writersAreToldOfATreeAtRestThatIsNotTheCurrentOneAnyMore() {
    pressure.compactionDue();
    assertThat(pressure.of(tree(STOP)).stop()).as("the current tree").isTrue();
    assertThat(pressure.atRest(tree(STOP - 2))).as("the one that was looked at").isTrue();
    assertThat(pressure.of(tree(STOP)).isNone()).isTrue();
  }

  @Test
  void writersAreToldWhenItIsNotAtRestAnyMore() {
    Tree tree = tree(STOP);
    pressure.atRest(tree);
    assertThat(pressure.compactionDue()).isTrue();
    assertThat(pressure.compactionDue()).as("again").isFalse();
    assertThat(pressure.of(tree).stop()).isTrue();
  }
}
