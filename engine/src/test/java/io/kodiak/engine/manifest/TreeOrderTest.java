package io.kodiak.engine.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.sstable.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TreeOrderTest {
  @Test
  void tablesOfSomeIdsAreThoseThatOneMeetsOnTheWayThroughTheTree() {
    SplittableRandom random = Seed.random(this);
    for (int round = 0; round < 200; round++) {
      Tree tree = randomTree(random);
      Set<Long> ids = new HashSet<>(Set.of(1_000_000L));
      for (SSTableFile file : tree.files()) {
        if (random.nextBoolean()) {
          ids.add(file.id());
        }
      }
      List<SSTableMeta> met = new ArrayList<>();
      for (Run run : tree.runs()) {
        for (SSTableMeta table : run.tables()) {
          if (ids.contains(table.id())) {
            met.add(table);
          }
        }
      }
      assertThat(tree.inOrder(ids)).isEqualTo(met);
    }
  }

  private static Tree randomTree(SplittableRandom random) {
    Tree tree = Tree.empty(Sample.USERS);
    for (int i = random.nextInt(40); i > 0; i--) {
      long id = 1L + random.nextInt(100_000);
      String key = "%05d".formatted(id);
      if (tree.file(id) == null) {
        int level = random.nextInt(4);
        int run = 1 + random.nextInt(12);
        tree = TreeEdits.add(tree, Sample.sstable(id, level, run, key, key));
      }
    }
    return tree;
  }
}
