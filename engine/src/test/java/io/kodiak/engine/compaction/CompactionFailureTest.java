package io.kodiak.engine.compaction;

import static io.kodiak.engine.compaction.Rows.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CorruptionException;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.storage.FileInfo;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompactionFailureTest {
  @TempDir private Path directory;
  private TableFixture table;
  private CompactionPlan plan;
  private List<FileInfo> before;
  private List<Version> expected;

  @BeforeEach
  void writeOverlappingRuns() throws IOException {
    table = new TableFixture(directory);
    table.storage().ignoreForces();
    List<Version> older = new ArrayList<>();
    List<Version> newer = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      older.add(put("%04d".formatted(i), i + 1));
      newer.add(put("%04d".formatted(i + 60), i + 1001));
    }
    table.add(1, 1, older, 1500);
    table.add(0, 1, newer, Long.MAX_VALUE);
    plan = table.planAll(1, 1000);
    before = table.filesOnDisk();
    expected = new ArrayList<>(older.subList(0, 60));
    expected.addAll(newer);
  }

  @AfterEach
  void inputsAreWholeAndNothingLeaks() throws IOException {
    table.storage().failAt(0);
    table.format(new ColumnFormat());
    assertThat(table.filesOnDisk()).isEqualTo(before);
    assertThat(table.read(table.job(plan).run().outputs())).isEqualTo(expected);
    table.close();
    assertThat(table.storage().openFiles()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void everyCallToTheStorageMayFail(int parts) throws IOException {
    int call = 0;
    boolean failed = true;
    while (failed) {
      call++;
      table.reopen();
      table.storage().failAt(call);
      Throwable thrown = runInParts(parts);
      failed = table.storage().hasFailed();
      if (failed && thrown != null) {
        assertThat(thrown).isInstanceOf(IOException.class).hasMessageContaining("injected");
        assertThat(table.filesOnDisk()).as("after call %d", call).isEqualTo(before);
      } else {
        assertThat(thrown).isNull();
        deleteOutputs();
      }
    }
    assertThat(call).isGreaterThan(50);
  }

  private @Nullable Throwable runInParts(int most) throws IOException {
    CompactionJob job = table.job(plan);
    return catchThrowable(() -> job.run(most, () -> {}));
  }

  private void deleteOutputs() throws IOException {
    for (FileInfo file : table.filesOnDisk()) {
      if (!before.contains(file)) {
        table.storage().delete(file.name());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void everyCallToTheFormatMayFail(int parts) throws IOException {
    int call = 0;
    boolean failed = true;
    while (failed) {
      call++;
      FaultyFormat format = FaultyFormat.throwingAt(call);
      table.format(format);
      Throwable thrown = runInParts(parts);
      failed = format.hasFailed();
      if (failed) {
        assertThat(thrown)
            .isInstanceOf(PluginException.class)
            .hasMessageContaining("format \"columns\"");
        assertThat(table.filesOnDisk()).as("after call %d", call).isEqualTo(before);
      } else {
        assertThat(thrown).isNull();
        deleteOutputs();
      }
    }
    assertThat(call).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void itCanBeCancelledAtEveryBlock(int parts) throws IOException {
    int block = 0;
    boolean reached = true;
    while (reached) {
      block++;
      AtomicReference<CompactionJob> job = new AtomicReference<>();
      FaultyFormat format = FaultyFormat.calling(block, () -> job.get().cancel());
      table.format(format);
      job.set(table.job(plan));
      Throwable thrown = catchThrowable(() -> job.get().run(parts, () -> {}));
      reached = format.hasFailed();
      if (reached && thrown != null) {
        assertThat(thrown)
            .isInstanceOf(CancellationException.class)
            .hasMessageContaining("table \"users\"");
        assertThat(table.filesOnDisk()).isEqualTo(before);
      } else {
        assertThat(thrown).isNull();
        deleteOutputs();
      }
    }
    assertThat(block).isGreaterThan(20);
  }

  @Test
  void aJobThatIsCancelledBeforeItRunsReadsNothing() throws IOException {
    CompactionJob job = table.job(plan);
    job.cancel();
    assertThatThrownBy(job::run).isInstanceOf(CancellationException.class);
    assertThat(job.progress().entriesRead()).isZero();
  }

  @Test
  void aJobThatWaitsForTheRateCanBeCancelled() throws Exception {
    table.limit(new CompactionRate(1));
    CompactionJob job = table.job(plan);
    table.limit(new CompactionRate(0));
    Thread canceller =
        new Thread(
            () -> {
              while (job.progress().entriesRead() == 0) {
                Thread.onSpinWait();
              }
              job.cancel();
            });
    canceller.start();
    assertThatThrownBy(job::run).isInstanceOf(CancellationException.class);
    canceller.join();
    assertThat(job.progress().entriesRead()).isLessThan(job.progress().totalEntries());
    assertThat(table.filesOnDisk()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource(FaultyFormat.Lie.class)
  void aFormatThatReadsSomethingElseIsFoundOut(FaultyFormat.Lie lie) throws IOException {
    table.format(FaultyFormat.lying(lie));
    for (int parts : new int[] {1, 4}) {
      assertThat(runInParts(parts))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("\"columns\"");
    }
  }

  @Test
  void damageIsReportedAndNeverCopied() throws IOException {
    for (SSTableFile file : List.copyOf(table.tree().files())) {
      Path path = directory.resolve(file.dataName(TableFixture.TABLE));
      long size = file.seal().dataBytes();
      for (long position = 0; position < size; position += 97) {
        flip(path, position);
        table.reopen();
        assertThatThrownBy(table.job(plan)::run)
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining(file.dataName(TableFixture.TABLE));
        flip(path, position);
        assertThat(table.filesOnDisk()).isEqualTo(before);
      }
    }
  }

  @Test
  void anInputWithAnotherNumberOfEntriesThanTheManifestHasIsRefused() throws IOException {
    for (SSTableFile file : table.tree().files()) {
      for (int parts : new int[] {1, 4}) {
        CompactionJob job = table.jobWithEntries(plan, file.id(), file.meta().entries() - 1);
        assertThatThrownBy(() -> job.run(parts, () -> {}))
            .isInstanceOf(CorruptionException.class)
            .hasMessageContaining(file.dataName(TableFixture.TABLE));
        assertThat(table.filesOnDisk()).isEqualTo(before);
      }
    }
  }

  private static void flip(Path path, long position) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(position);
      int value = file.read();
      file.seek(position);
      file.write(value ^ 0x10);
    }
  }

  @Test
  void aDeleteThatFailsHidesNothing() throws IOException {
    table.storage().failDeletes(true);
    table.format(FaultyFormat.throwingAt(40));
    assertThatThrownBy(table.job(plan)::run).isInstanceOf(PluginException.class);
    table.storage().failDeletes(false);
    assertThat(table.filesOnDisk()).containsAll(before);
    deleteOutputs();
  }
}
