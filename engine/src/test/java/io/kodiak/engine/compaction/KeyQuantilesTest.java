package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.TableInfo;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyQuantilesTest {
  private TableFixture table;
  private KeyQuantiles quantiles;

  @BeforeEach
  void openTable(@TempDir Path directory) throws IOException {
    table = new TableFixture(directory);
    quantiles = new KeyQuantiles(id -> table.openTables().opened(id));
  }

  @AfterEach
  void closeTable() throws IOException {
    table.close();
  }

  private void add(int level, long run, int from, int to, int step) throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = from; i < to; i += step) {
      versions.add(put("%06d".formatted(i), 1 + level));
    }
    table.add(level, run, versions, 20_000);
  }

  private void open() throws IOException {
    for (SSTableFile file : table.tree().files()) {
      table.openTables().open(TableFixture.TABLE, file);
    }
  }

  @Test
  void cutTheBytesOfATableIntoEqualParts() throws IOException {
    // Below 100 000, three times as many rows come to as many keys as above.
    add(2, 1, 0, 200_000, 10);
    add(1, 1, 0, 100_000, 5);
    open();
    List<Slice> keys = quantiles.of(table.tree());
    assertThat(keys).hasSize(KeyQuantiles.PARTS - 1).isSorted().doesNotHaveDuplicates();
    long low = keys.stream().filter(key -> key.compareTo(Slice.utf8("100000")) < 0).count();
    assertThat(low / (double) keys.size()).isBetween(0.74, 0.76);
  }

  @Test
  void knowFilesThatAreNotOpenByTheirFirstKeys() throws IOException {
    add(1, 1, 0, 4000, 1);
    List<Slice> firstKeys =
        table.tree().runs().get(0).tables().stream().map(meta -> meta.firstKey()).toList();
    assertThat(firstKeys).hasSizeGreaterThan(3);
    assertThat(quantiles.of(table.tree())).isEqualTo(firstKeys.subList(1, firstKeys.size()));
  }

  @Test
  void changeWithTheTree() throws IOException {
    add(1, 1, 0, 2000, 1);
    open();
    List<Slice> before = quantiles.of(table.tree());
    assertThat(quantiles.of(table.tree())).isSameAs(before);
    add(0, 1, 5000, 9000, 1);
    open();
    assertThat(quantiles.of(table.tree()).get(KeyQuantiles.PARTS / 2))
        .isGreaterThan(Slice.utf8("005000"));
  }

  @Test
  void areNoneWhereThereIsNothingToCut() throws IOException {
    assertThat(quantiles.of(Tree.empty(new TableInfo(9, "empty", "list", "columns", "test"))))
        .isEmpty();
    table.add(0, 1, put("a", 1));
    open();
    assertThat(quantiles.of(table.tree())).isEmpty();
  }
}
