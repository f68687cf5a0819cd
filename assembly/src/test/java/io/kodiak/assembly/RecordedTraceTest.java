package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import io.kodiak.engine.database.WriteTrace;
import io.kodiak.engine.simulation.Environment;
import io.kodiak.engine.simulation.Prediction;
import io.kodiak.engine.simulation.Simulation;
import io.kodiak.engine.simulation.TraceSummary;
import io.kodiak.engine.simulation.Workload;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a simulation predicts from the recorded trace of a live table is what the engine did. */
class RecordedTraceTest {
  private static final int WRITES = 1_200_000;
  private static final int WRITES_PER_FLUSH = 20_000;
  private static final int KEY_BYTES = 16;
  private static final int VALUE_BYTES = 40;

  /** The same on all levels, so that files can be moved. */
  private static final int BLOCK_BYTES = 16 << 10;

  private static final double ALLOWED_PERCENT = 15;
  private static final double AT_ONCE = 1e15;
  private static final double SLOWLY = 1e6;

  /** Small levels and files, so that this much data makes a tree with all that there is. */
  private static final Map<String, Map<String, Object>> SETTINGS =
      Map.of(
          "leveled", Map.of("base-level-size", "4 MiB", "target-file-size", "1 MiB"),
          "tiered", Map.of("target-file-size", "1 MiB", "max-merge-size", "16 MiB"));

  @TempDir Path folder;

  /** Which key is written next. */
  private enum Keys {
    /** Of 300,000 keys, those of low numbers more often. */
    SKEWED {
      @Override
      long next(SplittableRandom random, long written) {
        return (long) (300_000 * Math.pow(random.nextDouble(), 3));
      }
    },
    /** A third of the writes adds a row, the others overwrite one of the latest. */
    GROWING {
      @Override
      long next(SplittableRandom random, long written) {
        long rows = 50_000 + written / 3;
        return written % 3 == 0 ? rows : rows - random.nextInt(50_000);
      }
    },
    /** Each once, in rising order. */
    RISING {
      @Override
      long next(SplittableRandom random, long written) {
        return written;
      }
    };

    abstract long next(SplittableRandom random, long written);
  }

  @ParameterizedTest
  @CsvSource({"leveled, SKEWED", "leveled, GROWING", "tiered, SKEWED", "leveled, RISING"})
  void predictsWhatTheEngineDid(String policy, Keys keys) throws IOException {
    long seed = TestRun.seed("predictsWhatTheEngineDid");
    Path file = folder.resolve("writes.trace");
    double perEntry;
    TableStats stats;
    try (Database db = open(policy)) {
      Table table = db.table("t");
      try (WriteTrace trace = table.recordWrites(file)) {
        perEntry = write(db, table, keys, seed);
        assertThat(trace.progress().writes()).isEqualTo(WRITES);
      }
      stats = table.stats();
    }
    TraceSummary summary = TraceSummary.read(file);
    Workload workload = Workload.of(summary, summary.writes(), seed);
    double content = KEY_BYTES + VALUE_BYTES;
    Environment environment =
        new Environment(
            Math.round(WRITES_PER_FLUSH * content),
            0,
            perEntry - content,
            1,
            1,
            SLOWLY,
            AT_ONCE,
            AT_ONCE,
            1_000,
            1_000);
    Prediction predicted =
        Simulation.run(
            workload,
            environment,
            policy,
            TestDatabase.create(
                CompactionPolicyProvider.class, policy, TestSettings.of(SETTINGS.get(policy))));
    assertThat(predicted.writeAmplification())
        .as("write amplification from %s", summary.classes())
        .isCloseTo(stats.writeAmplification(), withinPercentage(ALLOWED_PERCENT));
    assertThat(predicted.userBytes())
        .isCloseTo((double) stats.bytesWritten(), withinPercentage(0.1));
  }

  private Database open(String policy) {
    return Kodiak.builder()
        .directory(folder.resolve("data"))
        .set("wal.sync", "never")
        .tableDefaults(
            table ->
                table
                    .flushSize(64 << 20)
                    .flushEntries(WRITES_PER_FLUSH)
                    .formats("feather")
                    .formatSettings(
                        "feather", Map.of("compression", "none", "last-level-compression", "none"))
                    .blockSize(BLOCK_BYTES)
                    .lastLevelBlockSize(BLOCK_BYTES)
                    .compaction(policy, SETTINGS.get(policy)))
        .open();
  }

  /** Writes, and lets compaction rest after each flush; the bytes of an entry in a file. */
  private static double write(Database db, Table table, Keys keys, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] value = new byte[VALUE_BYTES];
    double perEntry = 0;
    for (int i = 0; i < WRITES; i++) {
      long number = keys.next(random, i);
      long place = keys == Keys.RISING ? number : (number * 0x9e3779b97f4a7c15L) >>> 1;
      random.nextBytes(value);
      table.put(ByteBuffer.allocate(KEY_BYTES).putLong(place).putLong(number).array(), value);
      if ((i + 1) % WRITES_PER_FLUSH == 0) {
        db.awaitIdle();
        if (i + 1 == WRITES_PER_FLUSH) {
          TableStats stats = table.stats();
          perEntry = stats.sstableBytes() / (double) stats.sstableEntries();
        }
      }
    }
    return perEntry;
  }
}
