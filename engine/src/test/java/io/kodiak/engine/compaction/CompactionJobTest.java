package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static io.kodiak.engine.compaction.TableFixture.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.EntryKind;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.BlockLayout;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.storage.FileInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionJobTest {
  private TableFixture table;

  @BeforeEach
  void openTable(@TempDir Path directory) throws IOException {
    table = new TableFixture(directory);
  }

  @AfterEach
  void closeTable() throws IOException {
    table.close();
    assertThat(table.storage().openFiles()).isZero();
  }

  private static List<Version> numbered(int from, int to, long sequence) {
    List<Version> versions = new ArrayList<>();
    for (int i = from; i < to; i++) {
      versions.add(put("%06d".formatted(i), sequence + i));
    }
    return versions;
  }

  @Test
  void newerVersionsReplaceOlderOnes() throws IOException {
    table.add(1, 1, put("a", 1), put("b", 2), put("d", 3));
    table.add(0, 1, put("b", 7), Version.delete("d", 8), put("e", 9));
    CompactionResult result = table.compact(table.planAll(1, 1 << 20));
    assertThat(result.moved()).isFalse();
    assertThat(table.read(result.outputs())).containsExactly(put("a", 1), put("b", 7), put("e", 9));
    assertThat(table.tree().runs()).hasSize(1);
    assertThat(table.tree().runs().get(0).level()).isEqualTo(1);
    assertThat(table.filesOnDisk())
        .extracting(FileInfo::name)
        .containsExactlyInAnyOrderElementsOf(table.expectedFiles());
  }

  @Test
  void outputsBeginAtTheBoundariesOfThePlan() throws IOException {
    table.add(1, 1, numbered(0, 300, 1), Long.MAX_VALUE);
    table.add(0, 1, numbered(100, 200, 1000), Long.MAX_VALUE);
    List<Slice> boundaries = List.of(Slice.utf8("000050"), Slice.utf8("000150x"));
    CompactionPlan plan = new CompactionPlan(Set.of(1L, 2L), 1, 1 << 20, 0, boundaries, "test");
    assertThat(table.compact(plan).outputs())
        .extracting(file -> file.meta().firstKey())
        .containsExactly(Slice.utf8("000000"), Slice.utf8("000050"), Slice.utf8("000151"));
  }

  @Test
  void theMetadataOfAnOutputIsThatOfItsEntries() throws IOException {
    table.add(2, 1, put("d", 1), put("k", 2));
    table.add(0, 2, put("b", 7), Version.delete("e", 8));
    table.add(0, 1, put("a", 3), put("b", 4));
    Set<Long> upper = Set.of(2L, 3L);
    SSTableMeta meta = table.compact(plan(1, 1 << 20, upper)).outputs().get(0).meta();
    assertThat(meta.level()).isEqualTo(1);
    assertThat(meta.run()).isEqualTo(1);
    assertThat(meta.firstKey()).isEqualTo(Slice.utf8("a"));
    assertThat(meta.lastKey()).isEqualTo(Slice.utf8("e"));
    assertThat(meta.firstSequence()).isEqualTo(3);
    assertThat(meta.lastSequence()).isEqualTo(8);
    assertThat(meta.entries()).isEqualTo(3);
    assertThat(meta.tombstones()).isEqualTo(1);
  }

  @Test
  void anOutputEndsAtItsTargetAndNeverWithinAKey() throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      for (int sequence = 40; sequence > 0; sequence--) {
        versions.add(put("%06d".formatted(i), sequence));
      }
    }
    table.add(0, 1, versions, Long.MAX_VALUE);
    table.add(1, 1, put("000100x", 1));
    long[] snapshots = new long[40];
    for (int i = 0; i < snapshots.length; i++) {
      snapshots[i] = i + 1L;
    }
    CompactionResult result = table.compact(table.planAll(1, 20_000), snapshots);
    assertThat(result.outputs()).hasSizeGreaterThan(4);
    assertThat(result.outputs().subList(0, result.outputs().size() - 1))
        .allSatisfy(file -> assertThat(file.meta().bytes()).isBetween(20_000L, 40_000L));
    versions.add(put("000100x", 1));
    versions.sort(null);
    assertThat(table.read(result.outputs())).isEqualTo(versions);
  }

  @Test
  void nothingIsWrittenWhenNothingIsLeft() throws IOException {
    table.add(1, 1, put("a", 1));
    table.add(0, 1, Version.delete("a", 2));
    CompactionResult result = table.compact(table.planAll(1, 1 << 20));
    assertThat(result.outputs()).isEmpty();
    assertThat(table.tree().isEmpty()).isTrue();
    assertThat(table.filesOnDisk()).isEmpty();
  }

  @Test
  void progressEndsWithWhatWasDone() throws IOException {
    table.add(1, 1, numbered(0, 1000, 1), 10_000);
    table.add(0, 1, numbered(500, 1500, 5000), Long.MAX_VALUE);
    CompactionJob job = table.job(table.planAll(1, 10_000));
    CompactionResult result = job.run();
    CompactionProgress progress = job.progress();
    assertThat(progress.totalEntries()).isEqualTo(2000);
    assertThat(progress.entriesRead()).isEqualTo(2000);
    assertThat(progress.entriesWritten()).isEqualTo(1500);
    assertThat(progress.entriesDropped()).isEqualTo(500);
    assertThat(progress.bytesRead()).isEqualTo(progress.totalBytes());
    assertThat(progress.bytesWritten())
        .isEqualTo(result.outputs().stream().mapToLong(file -> file.meta().bytes()).sum());
    table.apply(result);
  }

  @Test
  void aSingleRunThatMeetsNothingIsOnlyMoved() throws IOException {
    table.add(0, 1, numbered(0, 1000, 1), 10_000);
    table.add(1, 1, numbered(2000, 2100, 1), Long.MAX_VALUE);
    List<SSTableMeta> upper = table.tree().runs().get(0).tables();
    assertThat(upper).hasSizeGreaterThan(2);
    List<FileInfo> files = table.filesOnDisk();
    CompactionResult result =
        table.compact(plan(1, 10_000, Set.of(upper.get(0).id(), upper.get(1).id())));
    assertThat(result.moved()).isTrue();
    assertThat(result.outputs())
        .extracting(SSTableFile::id)
        .containsExactly(upper.get(0).id(), upper.get(1).id());
    assertThat(table.filesOnDisk()).isEqualTo(files);
    assertThat(table.tree().runs().get(1).tables()).hasSize(3);
    assertThat(table.read(result.outputs().get(0))).isNotEmpty();
  }

  @Test
  void aTombstoneAboveDataIsMovedAndOneAboveNothingIsDropped() throws IOException {
    table.add(0, 1, put("a", 1), Version.delete("b", 2));
    table.add(2, 1, put("b", 1));
    assertThat(table.compact(plan(1, 1000, Set.of(1L))).moved()).isTrue();
    table.compact(table.planAll(2, 1000));
    assertThat(table.read(List.copyOf(table.tree().files()))).containsExactly(put("a", 1));

    SSTableFile alone = table.add(0, 9, put("x", 8), Version.delete("y", 9));
    CompactionResult result = table.compact(plan(1, 1000, Set.of(alone.id())));
    assertThat(result.moved()).isFalse();
    assertThat(table.read(result.outputs())).containsExactly(put("x", 8));
  }

  @Test
  void aTableOfAnotherFormatIsRewritten() throws IOException {
    SSTableFile file = table.add(0, 1, put("a", 1));
    assertThat(file.meta().format()).isEqualTo("columns");
    CompactionResult result = table.jobInto(table.target("other"), table.planAll(1, 1000)).run();
    assertThat(result.moved()).isFalse();
    assertThat(result.outputs().get(0).meta().format()).isEqualTo("other");
  }

  @Test
  void aTableWithOtherBlocksOrAnotherEncodingIsRewritten() throws IOException {
    table.add(0, 1, put("a", 1));
    CompactionPlan plan = table.planAll(1, 1000);
    RunWriter.Target target = table.target("columns");
    assertThat(table.job(plan).run().moved()).isTrue();

    SSTableOptions larger = new SSTableOptions(2 * target.options().blockBytes(), 10);
    SSTableFormat other = new ColumnFormat("other");
    for (RunWriter.Target changed :
        List.of(table.target(target.format(), larger), table.target(other, target.options()))) {
      CompactionResult result = table.jobInto(changed, plan).run();
      assertThat(result.moved()).isFalse();
      assertThat(result.outputs().get(0).layout()).isNotEqualTo(BlockLayout.UNKNOWN);
    }
  }

  @Test
  void aRunIsRewrittenInItsPlaceWhenThePolicySaysSo() throws IOException {
    table.add(1, 1, put("a", 2), put("a", 1));
    CompactionResult result = table.compact(table.planAll(1, 1000));
    assertThat(result.moved()).isFalse();
    assertThat(table.read(result.outputs())).containsExactly(put("a", 2));
  }

  @Test
  void largeRunsThatDoNotOverlapAreMovedAndSmallOnesBroughtTogether() throws IOException {
    for (int i = 0; i < 4; i++) {
      table.add(0, i + 1, numbered(1000 * i, 1000 * (i + 1), 1), Long.MAX_VALUE);
    }
    long bytes = table.tree().runs().get(0).bytes();
    assertThat(table.job(table.planAll(1, 8 * bytes)).run().moved()).isFalse();
    CompactionResult moved = table.compact(table.planAll(1, 2 * bytes));
    assertThat(moved.moved()).isTrue();
    assertThat(table.tree().runs()).hasSize(1);
    assertThat(table.tree().runs().get(0).tables()).hasSize(4);
  }

  @Test
  void aTableInTheSpanOfTheInputsStaysWhereItIs() throws IOException {
    table.add(0, 1, numbered(0, 1000, 1), Long.MAX_VALUE);
    table.add(0, 1, numbered(5000, 6000, 1), Long.MAX_VALUE);
    SSTableFile between = table.add(1, 1, numbered(3000, 4000, 1), Long.MAX_VALUE).get(0);
    CompactionResult result = table.compact(table.planAll(1, between.meta().bytes()));
    assertThat(result.moved()).isTrue();
    assertThat(result.outputs()).extracting(SSTableFile::id).containsExactly(1L, 2L);
    assertThat(table.tree().runs()).hasSize(1);
  }

  @Test
  void aPlacementThatLeavesOutATableOfItsRunIsRefused() throws IOException {
    table.add(0, 1, put("a", 5), put("z", 6));
    table.add(1, 1, put("m", 1));
    Placement wrong = new Placement(1, 1, false, Slice.utf8("a"), Slice.utf8("z"));
    CompactionJob job =
        new CompactionJob(
            table.tree(),
            plan(1, 1000, Set.of(1L)),
            wrong,
            new long[0],
            table.openTables(),
            table.target("columns"),
            table.rate());
    assertThatThrownBy(job::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SSTable 2");
  }

  @Test
  void valuesOfAnySizeSurvive() throws IOException {
    byte[] large = new byte[20 << 20];
    large[large.length - 1] = 7;
    Version huge = new Version(Slice.utf8("b"), 5, EntryKind.PUT, Slice.of(large));
    table.add(0, 2, put("a", 4), huge, put("c", 6));
    table.add(0, 1, Version.put("a", 1, ""), Version.put("d", 2, ""));
    CompactionResult result = table.compact(table.planAll(1, 1000));
    assertThat(table.read(result.outputs()))
        .containsExactly(put("a", 4), huge, put("c", 6), Version.put("d", 2, ""));
  }
}
