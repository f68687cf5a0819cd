package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs end where they overlap too much of the level below. */
class OverlapLimitTest {
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

  private static List<Version> numbered(int from, int to, int step, long sequence) {
    List<Version> versions = new ArrayList<>();
    for (int i = from; i < to; i += step) {
      versions.add(put("%06d".formatted(i), sequence + i));
    }
    return versions;
  }

  private long overlapped(SSTableFile output) {
    return TreeAnalysis.overlapping(
            table.tree().runs().get(table.tree().runs().size() - 1),
            output.meta().firstKey(),
            output.meta().lastKey())
        .stream()
        .mapToLong(SSTableMeta::bytes)
        .sum();
  }

  @Test
  void aSparseOutputEndsWhereItOverlapsTenTimesItsTarget() throws IOException {
    table.add(2, 1, numbered(0, 10_000, 1, 1), 5000);
    long largest =
        table.tree().runs().get(0).tables().stream().mapToLong(SSTableMeta::bytes).max().orElse(0);
    table.add(0, 2, numbered(0, 10_000, 100, 50_000), Long.MAX_VALUE);
    table.add(0, 1, numbered(50, 10_000, 100, 20_000), Long.MAX_VALUE);
    Set<Long> upper =
        Set.of(
            table.tree().runs().get(0).tables().get(0).id(),
            table.tree().runs().get(1).tables().get(0).id());
    for (int parts : new int[] {1, 3}) {
      List<SSTableFile> outputs =
          table.job(TableFixture.plan(1, 8000, upper)).run(parts, () -> {}).outputs();
      assertThat(outputs).hasSizeGreaterThan(2);
      assertThat(outputs)
          .allSatisfy(
              output -> assertThat(overlapped(output)).isLessThanOrEqualTo(80_000 + 2 * largest));
      assertThat(outputs.subList(0, outputs.size() - 1))
          .allSatisfy(output -> assertThat(overlapped(output)).isGreaterThan(60_000));
      assertThat(table.read(outputs)).hasSize(200);
    }
  }

  @Test
  void theDeepestLevelAndLevelZeroHaveNoLimit() throws IOException {
    table.add(1, 1, numbered(0, 5000, 1, 1), 500);
    SSTableFile two = table.add(0, 2, put("000000", 60_000), put("009999", 60_001));
    SSTableFile one = table.add(0, 1, put("000000", 50_000), put("009999", 50_001));
    CompactionResult within = table.compact(TableFixture.plan(0, 500, Set.of(two.id(), one.id())));
    assertThat(within.outputs()).hasSize(1);
    CompactionResult down = table.compact(table.planAll(1, 1 << 20));
    assertThat(down.outputs()).hasSize(1);
  }

  @Test
  void aFileNeverEndsBetweenVersionsOfAKey() throws IOException {
    table.add(2, 1, numbered(0, 3000, 1, 1), 400);
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 3000; i += 500) {
      for (int sequence = 20; sequence > 0; sequence--) {
        versions.add(put("%06d".formatted(i), 10_000L + 100L * i + sequence));
      }
    }
    SSTableFile upper = table.add(1, 1, versions, Long.MAX_VALUE).get(0);
    long[] snapshots = versions.stream().mapToLong(Version::sequence).sorted().toArray();
    List<SSTableFile> outputs =
        table.job(TableFixture.plan(1, 100, Set.of(upper.id())), snapshots).run().outputs();
    assertThat(outputs).hasSizeGreaterThan(3);
    for (int i = 1; i < outputs.size(); i++) {
      assertThat(outputs.get(i).meta().firstKey())
          .isGreaterThan(outputs.get(i - 1).meta().lastKey());
    }
    assertThat(table.read(outputs)).isEqualTo(versions);
  }

  @Test
  void whereItSaysThatNoFileEndsNoneDoes() throws IOException {
    table.add(2, 1, numbered(0, 9000, 1, 1), 1000);
    OverlapLimit limit =
        OverlapLimit.of(TreeViews.of(table.tree(), Set.of(), java.time.Clock.systemUTC()), 1, 1000);
    int passed = 0;
    int ended = 0;
    for (int from = 0; from < 9000; from += 40) {
      Block block = Version.block(numbered(from, from + 40, 1, 1));
      boolean mayEnd = limit.mayEndWithin(block);
      assertThat(limit.mayEndWithin(block)).as("asked again").isEqualTo(mayEnd);
      boolean ends = limit.end(block, 0, block.count()) < block.count();
      assertThat(ends && !mayEnd).isFalse();
      passed += mayEnd ? 0 : 1;
      ended += ends ? 1 : 0;
    }
    assertThat(passed).isGreaterThan(100);
    assertThat(ended).isPositive();
  }

  @Test
  void whatLiesBesideAFileIsNotCounted() throws IOException {
    table.add(2, 1, numbered(0, 9000, 1, 1), 1000);
    OverlapLimit limit =
        OverlapLimit.of(TreeViews.of(table.tree(), Set.of(), java.time.Clock.systemUTC()), 1, 1000);
    Block far = Version.block(numbered(8000, 8100, 1, 1));
    assertThat(limit.end(far, 0, far.count())).isEqualTo(far.count());
    Block ends = Version.block(numbered(8100, 9000, 1, 1));
    assertThat(limit.end(ends, 0, ends.count())).isBetween(1, ends.count() - 1);
  }
}
