package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeySplitTest {
  private final List<List<SSTable>> runs = new ArrayList<>();
  private final List<Version> all = new ArrayList<>();
  private TableFixture table;

  @BeforeEach
  void openTable(@TempDir Path directory) throws IOException {
    table = new TableFixture(directory);
    table.storage().ignoreForces();
  }

  @AfterEach
  void closeTable() throws IOException {
    table.close();
  }

  private void addRun(int from, int to, int step, long fileBytes) throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = from; i < to; i += step) {
      versions.add(put("%08d".formatted(i), i + 1));
    }
    addRun(versions, fileBytes);
  }

  private void addRun(List<Version> versions, long fileBytes) throws IOException {
    List<SSTable> open = new ArrayList<>();
    for (SSTableFile file : table.add(0, runs.size() + 1, versions, fileBytes)) {
      open.add(table.openTables().open(TableFixture.TABLE, file));
    }
    runs.add(open);
    all.addAll(versions);
  }

  private long bytes() {
    return runs.stream().flatMap(List::stream).mapToLong(each -> each.meta().bytes()).sum();
  }

  private List<Long> rows(List<KeyRange> ranges) {
    List<Long> counts = new ArrayList<>();
    for (KeyRange range : ranges) {
      counts.add(all.stream().filter(each -> contains(range, each.key())).count());
    }
    return counts;
  }

  private static boolean contains(KeyRange range, Slice key) {
    return range.contains(key.array(), key.offset(), key.length());
  }

  @Test
  void rangesFollowOneAnotherWithoutAGap() throws IOException {
    addRun(0, 5000, 1, 20_000);
    addRun(2500, 7500, 5, Long.MAX_VALUE);
    List<KeyRange> ranges = KeySplit.of(runs, 1000, List.of(), 4);
    assertThat(ranges).hasSize(4);
    assertThat(ranges.get(0).from()).isNull();
    for (int i = 1; i < ranges.size(); i++) {
      assertThat(ranges.get(i).from()).isNotNull().isEqualTo(ranges.get(i - 1).to());
      assertThat(ranges.get(i - 1).isEmpty()).isFalse();
    }
    assertThat(ranges.get(3).to()).isNull();
    assertThat(rows(ranges).stream().mapToLong(Long::longValue).sum()).isEqualTo(all.size());
  }

  @Test
  void eachRangeHasAboutTheSameNumberOfBytesHoweverTheKeysLie() throws IOException {
    addRun(0, 100, 1, Long.MAX_VALUE);
    addRun(50_000, 54_000, 1, 10_000);
    addRun(52_000, 56_000, 2, Long.MAX_VALUE);
    addRun(0, 90_000, 9000, Long.MAX_VALUE);
    List<KeyRange> ranges = KeySplit.of(runs, 1000, List.of(), 5);
    assertThat(ranges).hasSize(5);
    long share = all.size() / 5;
    assertThat(rows(ranges))
        .allSatisfy(rows -> assertThat(rows).isBetween(share * 8 / 10, share * 12 / 10));
  }

  @Test
  void oneRangeHasAllVersionsOfAKey() throws IOException {
    List<Version> versions = new ArrayList<>();
    versions.add(put("a", 1));
    for (int sequence = 3000; sequence > 1; sequence--) {
      versions.add(put("b", sequence));
    }
    versions.add(put("c", 9000));
    addRun(versions, Long.MAX_VALUE);
    List<KeyRange> ranges = KeySplit.of(runs, 1000, List.of(), 4);
    assertThat(rows(ranges).stream().filter(rows -> rows >= 2999)).hasSize(1);
    assertThat(ranges).hasSizeLessThanOrEqualTo(3);
  }

  @Test
  void whatMakesFewFilesIsNotSplit() throws IOException {
    addRun(0, 2000, 1, Long.MAX_VALUE);
    assertThat(KeySplit.of(runs, bytes(), List.of(), 8)).containsExactly(KeyRange.all());
    assertThat(KeySplit.of(runs, bytes() / 3, List.of(), 8)).containsExactly(KeyRange.all());
    assertThat(KeySplit.of(runs, bytes() / 6, List.of(), 8)).hasSize(3);
    assertThat(KeySplit.of(runs, Long.MAX_VALUE, List.of(), 8)).containsExactly(KeyRange.all());
    assertThat(KeySplit.of(runs, 1, List.of(), 1)).containsExactly(KeyRange.all());
  }

  @Test
  void rangesEndWhereOutputsAreCutAnyway() throws IOException {
    addRun(0, 10_000, 1, 20_000);
    List<Slice> boundaries = new ArrayList<>();
    for (int i = 300; i < 10_000; i += 900) {
      boundaries.add(Slice.utf8("%08d".formatted(i)));
    }
    List<KeyRange> ranges = KeySplit.of(runs, 1000, boundaries, 6);
    assertThat(ranges).hasSize(6);
    assertThat(ranges.subList(0, 5)).allMatch(range -> boundaries.contains(range.to()));
    assertThat(rows(ranges)).allSatisfy(rows -> assertThat(rows).isBetween(700L, 2600L));
  }

  @Test
  void betweenFarCutsThereAreRangesToo() throws IOException {
    addRun(0, 10_000, 1, 20_000);
    Slice only = Slice.utf8("%08d".formatted(5_300));
    Slice outside = Slice.utf8("%08d".formatted(20_000));
    List<KeyRange> ranges = KeySplit.of(runs, 1000, List.of(only, outside), 6);
    assertThat(ranges).hasSize(6).anyMatch(range -> only.equals(range.to()));
    assertThat(ranges).noneMatch(range -> outside.equals(range.to()));
    assertThat(rows(ranges)).allSatisfy(rows -> assertThat(rows).isBetween(700L, 2600L));
  }

  @Test
  void noRangeIsVeryLarge() throws IOException {
    addRun(0, 10_000, 1, 20_000);
    long mostBytes = bytes() / 10;
    assertThat(KeySplit.of(runs, 1000, List.of(), 2, mostBytes)).hasSize(10);
    assertThat(KeySplit.of(runs, 1000, List.of(), 20, mostBytes)).hasSize(20);
    assertThat(KeySplit.of(runs, bytes() / 7, List.of(), 2, mostBytes))
        .as("but it is worth two files")
        .hasSize(3);
    assertThat(KeySplit.of(runs, 1000, List.of(), 1, mostBytes))
        .as("for a thread that is alone")
        .hasSize(1);
  }
}
