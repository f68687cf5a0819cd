package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.sstable.Seed;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.sstable.WatchedFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges copy the blocks that they need not change, and nothing but those. */
class CarriedBlocksTest {
  private static final int BLOCK = 512;

  private TableFixture table;

  @BeforeEach
  void openTable(@TempDir Path directory) throws IOException {
    table = new TableFixture(directory, BLOCK);
    table.storage().ignoreForces();
  }

  @AfterEach
  void closeTable() throws IOException {
    table.close();
  }

  private static List<Version> puts(int from, int to, long sequence) {
    List<Version> versions = new ArrayList<>();
    for (int i = from; i < to; i++) {
      versions.add(put("%06d".formatted(i), sequence));
    }
    return versions;
  }

  private SSTableFile add(int level, long run, List<Version> versions) throws IOException {
    return table.add(level, run, versions, Long.MAX_VALUE).get(0);
  }

  /** The job of a plan, run. */
  private CompactionJob run(CompactionPlan plan, List<Version> expected, long... snapshots)
      throws IOException {
    CompactionJob job = table.job(plan, snapshots);
    CompactionResult result = job.run();
    assertThat(result.moved()).isFalse();
    assertThat(table.read(result.outputs())).isEqualTo(expected);
    return job;
  }

  private static double carriedShare(CompactionJob job) {
    return (double) job.progress().bytesCarried() / job.progress().bytesWritten();
  }

  @Test
  void blocksOfRunsThatDoNotOverlapAreCopied() throws IOException {
    List<Version> expected = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      List<Version> versions = puts(2000 * i, 2000 * i + 1500, i + 1);
      expected.addAll(versions);
      add(0, i + 1, versions);
    }
    CompactionJob job = run(table.planAll(1, 1 << 30), expected);
    assertThat(carriedShare(job)).isGreaterThan(0.7);
  }

  @Test
  void whereRunsOverlapTheirBlocksAreDecoded() throws IOException {
    add(0, 1, puts(0, 4000, 1));
    add(0, 2, puts(1900, 2100, 2));
    List<Version> expected = puts(0, 1900, 1);
    expected.addAll(puts(1900, 2100, 2));
    expected.addAll(puts(2100, 4000, 1));
    CompactionJob job = run(table.planAll(1, 1 << 30), expected);
    assertThat(carriedShare(job)).isBetween(0.6, 0.9);
    assertThat(job.progress().entriesDropped()).isEqualTo(200);
  }

  @Test
  void nothingIsCopiedOfRunsWhoseKeysTakeTurns() throws IOException {
    List<Version> expected = puts(0, 3000, 1);
    add(0, 1, expected.stream().filter(each -> lastDigit(each) % 2 == 0).toList());
    add(0, 2, expected.stream().filter(each -> lastDigit(each) % 2 == 1).toList());
    assertThat(run(table.planAll(1, 1 << 30), expected).progress().bytesCarried()).isZero();
  }

  private static int lastDigit(Version version) {
    Slice key = version.key();
    return key.byteAt(5) - '0';
  }

  @Test
  void aFormatThatOnlyDecodesIsMergedToTheSame() throws IOException {
    List<Version> expected = puts(0, 3000, 1);
    add(0, 1, expected.subList(0, 1400));
    add(0, 2, expected.subList(1400, 3000));
    table.format(new WatchedFormat(() -> {}));
    assertThat(run(table.planAll(1, 1 << 30), expected).progress().bytesCarried()).isZero();
  }

  @Test
  void blocksOfAnotherEncodingOrSizeAreMadeAnew() throws IOException {
    List<Version> expected = puts(0, 3000, 1);
    add(0, 1, expected.subList(0, 1400));
    add(0, 2, expected.subList(1400, 3000));
    CompactionPlan plan = table.planAll(1, 1 << 30);
    RunWriter.Target target = table.target(TableFixture.FORMAT);
    SSTableOptions larger = new SSTableOptions(BLOCK + 100, 10);
    for (RunWriter.Target changed :
        List.of(
            table.target(new ColumnFormat("dense"), target.options()),
            table.target(new ColumnFormat(), larger))) {
      CompactionJob job = table.jobInto(changed, plan);
      assertThat(table.read(job.run().outputs())).isEqualTo(expected);
      assertThat(job.progress().bytesCarried()).isZero();
    }
    CompactionJob same = table.jobInto(table.target(new ColumnFormat(), target.options()), plan);
    same.run();
    assertThat(same.progress().bytesCarried()).isPositive();
  }

  @Test
  void tombstonesThatHideNothingLeaveTheBlockTheyAreIn() throws IOException {
    List<Version> versions = puts(0, 3000, 1);
    List<Version> expected = new ArrayList<>(versions);
    for (int i = 1000; i < 1010; i++) {
      String key = "%06d".formatted(i);
      versions.set(i, Version.delete(key, 1));
      expected.remove(put(key, 1));
    }
    add(0, 1, versions);
    CompactionJob job = run(table.planAll(0, 1 << 30), expected);
    assertThat(job.progress().entriesDropped()).isEqualTo(10);
    assertThat(carriedShare(job)).isGreaterThan(0.7);
  }

  @Test
  void tombstonesThatHideSomethingBelowAreCopiedWithTheirBlocks() throws IOException {
    List<Version> versions = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      String key = "%06d".formatted(i);
      versions.add(i % 3 == 0 ? Version.delete(key, 9) : put(key, 9));
    }
    add(3, 1, List.of(put("0", 1), put("9", 1)));
    SSTableFile file = add(0, 1, versions);
    CompactionPlan plan = TableFixture.plan(0, 1 << 30, Set.of(file.id()));
    assertThat(carriedShare(run(plan, versions))).isGreaterThan(0.7);
  }

  @Test
  void aTombstoneBetweenTheTablesBelowGoes() throws IOException {
    List<Version> versions = puts(0, 3000, 9);
    versions.set(500, Version.delete("000500", 9));
    versions.set(2500, Version.delete("002500", 9));
    table.add(3, 1, List.of(put("000400", 1), put("000600", 1)), Long.MAX_VALUE);
    table.add(3, 1, List.of(put("002501", 1), put("002600", 1)), Long.MAX_VALUE);
    SSTableFile file = add(0, 1, versions);
    List<Version> expected = new ArrayList<>(versions);
    expected.remove(2500);
    CompactionPlan plan = TableFixture.plan(0, 1 << 30, Set.of(file.id()));
    assertThat(carriedShare(run(plan, expected))).isGreaterThan(0.7);
  }

  @Test
  void versionsThatNobodySeesGoAndThoseOfSnapshotsStay() throws IOException {
    List<Version> versions = puts(0, 3000, 5);
    for (int i = 300; i < 3000; i += 600) {
      versions.add(put("%06d".formatted(i), 3));
      versions.add(put("%06d".formatted(i), 2));
    }
    Collections.sort(versions);
    add(0, 1, versions);
    List<Version> seen = versions.stream().filter(each -> each.sequence() != 2).toList();
    CompactionJob job = run(table.planAll(0, 1 << 30), seen, 3);
    assertThat(job.progress().entriesDropped()).isEqualTo(5);
    assertThat(carriedShare(job)).isGreaterThan(0.7);
  }

  @Test
  void filesEndAtTheirTargetAndInFrontOfTooMuchOverlap() throws IOException {
    List<Version> expected = puts(0, 2490, 8);
    expected.addAll(puts(2490, 6000, 9));
    // They overlap a little, or they would be moved.
    add(0, 1, puts(0, 2500, 8));
    add(0, 2, expected.subList(2490, 6000));
    CompactionPlan plan = table.planAll(1, 8000);
    List<SSTableFile> outputs = table.job(plan).run().outputs();
    assertThat(table.read(outputs)).isEqualTo(expected);
    assertThat(outputs).hasSizeGreaterThan(10);
    for (SSTableFile output : outputs.subList(0, outputs.size() - 1)) {
      assertThat(output.meta().bytes()).isBetween(6000L, 12_000L);
    }
    for (int i = 0; i < 6000; i += 100) {
      table.add(2, 1, puts(i, i + 100, 1), Long.MAX_VALUE);
    }
    CompactionJob job = table.job(plan);
    List<SSTableFile> limited = job.run().outputs();
    assertThat(table.read(limited)).isEqualTo(expected);
    assertThat(job.progress().bytesCarried()).isPositive();
    table.format(new WatchedFormat(() -> {}));
    List<SSTableFile> decoded = table.job(plan).run().outputs();
    assertThat((double) limited.size()).isBetween(0.8 * decoded.size(), 1.2 * decoded.size());
  }

  @Test
  void copyingChangesNothingInWhatComesOut(@TempDir Path directory) throws IOException {
    SplittableRandom random = Seed.random(this);
    long carried = 0;
    for (int round = 0; round < 40; round++) {
      try (TableFixture fixture = new TableFixture(directory.resolve("round" + round))) {
        fixture.storage().ignoreForces();
        for (int run = 1; run <= 4; run++) {
          fixture.add(0, run, stretches(random, run * 10_000L), random.nextInt(2000, 20_000));
        }
        fixture.add(3, 1, stretches(random, 0), random.nextInt(2000, 20_000));
        long[] snapshots = random.longs(random.nextInt(3), 1, 50_000).sorted().toArray();
        CompactionPlan plan = ofLevelZero(fixture, random.nextInt(600, 30_000));
        int parts = random.nextInt(1, 5);
        CompactionJob copying = fixture.job(plan, snapshots);
        CompactionResult copied = copying.run(parts, () -> {});
        carried += copying.progress().bytesCarried();
        fixture.format(new WatchedFormat(() -> {}));
        CompactionJob decoding = fixture.job(plan, snapshots);
        CompactionResult decoded = decoding.run(parts, () -> {});
        assertThat(decoding.progress().bytesCarried()).isZero();
        assertThat(fixture.read(copied.outputs())).isEqualTo(fixture.read(decoded.outputs()));
        assertThat(copying.progress().entriesDropped())
            .isEqualTo(decoding.progress().entriesDropped());
      }
    }
    assertThat(carried).isPositive();
  }

  private static CompactionPlan ofLevelZero(TableFixture fixture, long targetBytes) {
    Set<Long> inputs = new TreeSet<>();
    for (SSTableFile file : fixture.tree().files()) {
      if (file.meta().level() == 0) {
        inputs.add(file.id());
      }
    }
    return TableFixture.plan(1, targetBytes, inputs);
  }

  /** Neighbouring keys, now and then with an older version or a tombstone among them. */
  private static List<Version> stretches(SplittableRandom random, long sequence) {
    TreeMap<Slice, List<Version>> rows = new TreeMap<>();
    int count = random.nextInt(1, 5);
    for (int i = 0; i < count; i++) {
      int from = random.nextInt(4000);
      int to = from + random.nextInt(1, 600);
      for (int key = from; key < to; key++) {
        String text = "%06d".formatted(key);
        long newest = sequence + 2L * key + 2;
        List<Version> versions = new ArrayList<>();
        versions.add(random.nextInt(80) == 0 ? Version.delete(text, newest) : put(text, newest));
        if (random.nextInt(80) == 0) {
          versions.add(put(text, newest - 1));
        }
        rows.put(Slice.utf8(text), versions);
      }
    }
    return rows.values().stream().flatMap(List::stream).toList();
  }

  @Test
  void blocksDoNotBecomeSmallerFromMergeToMerge() throws IOException {
    SplittableRandom random = Seed.random(this);
    add(1, 1, puts(0, 6000, 1));
    long carried = 0;
    for (int round = 2; round < 40; round++) {
      int from = random.nextInt(5990);
      add(0, round, puts(from, from + random.nextInt(1, 10), round));
      CompactionJob job = table.job(table.planAll(1, 1 << 30));
      CompactionResult result = job.run();
      carried += job.progress().bytesCarried();
      table.apply(result);
      SSTable output = table.openTables().open(TableFixture.TABLE, result.outputs().get(0));
      for (int block = 0; block < output.blockCount() - 1; block++) {
        long size = output.readBlock(block).contentBytes() + 8L * output.rows(block);
        assertThat(size).as("block %d", block).isBetween(BLOCK / 2L - 40, BLOCK * 3 / 2L);
      }
    }
    assertThat(carried).isPositive();
  }
}
