package io.kodiak.assembly;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.WriteTrace;
import io.kodiak.engine.simulation.Prediction;
import io.kodiak.engine.simulation.Workload;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadFileTest {
  @TempDir Path folder;

  private WorkloadFile read(String text) throws IOException {
    return WorkloadFile.read(Files.writeString(folder.resolve("spec.conf"), text));
  }

  private String report(String text) throws IOException {
    Files.writeString(folder.resolve("spec.conf"), text);
    KodiakException problem =
        catchThrowableOfType(
            KodiakException.class, () -> WorkloadFile.read(folder.resolve("spec.conf")));
    assertThat(problem).as("a problem was expected").isNotNull();
    assertThat(problem.kind()).isEqualTo(KodiakException.Kind.CONFIGURATION);
    return problem.getMessage().replace(folder + "/", "");
  }

  @Test
  void whatIsNotSetHasADefault() throws IOException {
    WorkloadFile read = read("workload { keys = 1000, writes = 5e9 }");
    assertThat(read.workload())
        .isEqualTo(
            new Workload(1000, 5_000_000_000L, 16, 100, 0, Workload.Distribution.UNIFORM, 0.99, 1));
    assertThat(read.compression()).isEqualTo(1);
    assertThat(read.entryOverhead()).isEqualTo(4);
    assertThat(read.memtableOverhead()).isEqualTo(23);
    assertThat(read.writeRate()).isEqualTo(16L << 20);
    assertThat(read.flushRate()).isEqualTo(128L << 20);
    assertThat(read.compactionRate()).isEqualTo(64L << 20);
  }

  @Test
  void aTraceSaysWhatWasWritten() throws IOException {
    try (Database database = TestDatabase.open(folder.resolve("data"))) {
      Table table = database.table("t");
      try (WriteTrace trace = table.recordWrites(folder.resolve("t.trace"))) {
        for (int i = 0; i < 30_000; i++) {
          byte[] key = String.format("key-%04d", i * 7919 % 1_000).getBytes(UTF_8);
          if (i % 5 == 4) {
            table.delete(key);
          } else {
            table.put(key, new byte[20]);
          }
        }
        assertThat(trace.progress().writes()).isEqualTo(30_000);
      }
    }
    Workload recorded = read("workload.trace = t.trace").workload();
    assertThat(recorded.distribution()).isEqualTo(Workload.Distribution.RECORDED);
    assertThat(recorded.writes()).isEqualTo(30_000);
    assertThat(recorded.keys()).isBetween(900.0, 1_100.0);
    assertThat(recorded.keyBytes()).isEqualTo(8);
    assertThat(recorded.valueBytes()).isEqualTo(20);
    assertThat(recorded.deletes()).isEqualTo(0.2);
    assertThat(read("workload { trace = t.trace, writes = 5e9, seed = 3 }").workload().writes())
        .isEqualTo(5_000_000_000L);
  }

  @Test
  void aTraceAndWhatItSaysExcludeEachOther() throws IOException {
    assertThat(
            report(
                """
                workload {
                  trace = none.trace
                  keys = 100
                  value-size = 10
                }
                """))
        .contains("spec.conf:2  trace = \"none.trace\": there is no file none.trace")
        .contains("spec.conf:3  keys = 100: the trace says this; leave out this key, or trace")
        .contains("spec.conf:4  value-size = 10: the trace says this")
        .startsWith("3 problems");
    Files.writeString(folder.resolve("bad.trace"), "not a trace, however long it may be");
    assertThat(report("workload.trace = bad.trace"))
        .startsWith("1 problem in")
        .contains("spec.conf:1  trace = \"bad.trace\": cannot be read: ");
  }

  @Test
  void everyKeyIsRead() throws IOException {
    WorkloadFile read =
        read(
            """
            workload {
              distribution = zipfian, theta = 1.2, keys = 2_000.0e0
              writes = 3000, key-size = 8, value-size = 1 KiB, deletes = 0.25, seed = -5
              compression = 0.5, entry-overhead = 6 B, memtable-overhead = 40
              write-rate = 10 MiB, flush-rate = 20 MiB, compaction-rate = 30 MiB
            }
            """
                .replace("_", ""));
    assertThat(read)
        .isEqualTo(
            new WorkloadFile(
                new Workload(2000, 3000, 8, 1024, 0.25, Workload.Distribution.ZIPFIAN, 1.2, -5),
                0.5,
                6,
                40,
                10 << 20,
                20 << 20,
                30 << 20));
  }

  @Test
  void bytesStandForWrites() throws IOException {
    WorkloadFile read =
        read("size = 10 GiB\nworkload { distribution = time-series, bytes = ${size} }");
    assertThat(read.workload().writes()).isEqualTo(Math.round((10L << 30) / 116.0));
    assertThat(read.workload().distribution()).isEqualTo(Workload.Distribution.TIME_SERIES);
  }

  @Test
  void everyProblemIsReportedWithItsLine() throws IOException {
    assertThat(
            report(
                """
                workload {
                  distribution = zipfan
                  keys = 0
                  writes = 1.5
                  valu-size = 10 B
                  key-size = 100 KiB
                  deletes = 1
                  write-rate = 12 lightyears
                }
                """))
        .isEqualTo(
            """
            7 problems in the workload:
            spec.conf:2  distribution = "zipfan": expected one of uniform | zipfian | sequential | time-series. Did you mean "zipfian"?
            spec.conf:3  keys = 0: out of bounds; expected a whole number from 1 to 1e12
            spec.conf:4  writes = 1.5: expected a whole number from 1 to 1e12
            spec.conf:5  valu-size: unknown key. Did you mean "value-size"?
              known: bytes, compaction-rate, compression, deletes, distribution, entry-overhead, flush-rate, key-size, keys, memtable-overhead, seed, theta, trace, value-size, write-rate, writes
            spec.conf:6  key-size = "100 KiB": out of bounds; expected a size from 1 B to 64 KiB
            spec.conf:7  deletes = 1: out of bounds; expected a number from 0.0 to 0.99
            spec.conf:8  write-rate = "12 lightyears": expected a size from 64 KiB to 1 PiB\
            """);
  }

  @Test
  void keysThatMeanNothingTogetherAreRefused() throws IOException {
    assertThat(report("workload { keys = 5 }")).contains("writes: how much is written has to be");
    assertThat(report("workload { writes = 5 }")).contains("keys: how many different keys");
    assertThat(report("workload { keys = 5, writes = 5, bytes = 5 B }"))
        .contains("bytes = \"5 B\": writes is set as well");
    assertThat(report("workload { keys = 5, writes = 5, theta = 0.5 }"))
        .contains("theta = 0.5: with distribution = uniform, no key");
    assertThat(report("workload { distribution = zipfian, keys = 5, writes = 5, theta = 1 }"))
        .contains("theta = 1: expected anything but 1 itself");
    assertThat(
            report("workload { distribution = sequential, keys = 5, writes = 5, deletes = 0.1 }"))
        .contains("keys = 5: with distribution = sequential, every write has a key of its own")
        .contains("deletes = 0.1: with distribution = sequential, no write meets a key");
  }

  @Test
  void otherFilesAreNoWorkloads() throws IOException {
    assertThat(report("kodiak { directory = data }"))
        .contains("spec.conf  there is no section workload { … } in it")
        .contains("spec.conf:1  kodiak: unknown key.");
    assertThat(report("workload { keys = 1, writes = 1 }\nworklod { }"))
        .contains("spec.conf:2  worklod: unknown key. Did you mean \"workload\"?");
    assertThat(report("workload {")).startsWith("1 problem in the workload:\nspec.conf:1  ");
  }

  @Test
  void aPredictionFollowsFromConfigurationAndSeed() throws IOException {
    SplittableRandom random =
        new SplittableRandom(TestRun.seed("aPredictionFollowsFromConfigurationAndSeed"));
    for (String policy : List.of("leveled", "tiered", "unified")) {
      String distribution = List.of("uniform", "zipfian").get(random.nextInt(2));
      WorkloadFile workload =
          read(
              "workload { distribution = %s, keys = %d, writes = 2e7, deletes = %s, seed = %d }"
                  .formatted(
                      distribution,
                      1_000_000 + random.nextInt(5_000_000),
                      random.nextInt(2) * 0.3,
                      random.nextLong()));
      EngineBuilder builder =
          Kodiak.builder()
              .set("table-defaults.compaction.policy", policy)
              .set("table-defaults.memtable.flush-size", "8 MiB")
              .compactionThreads(1 + random.nextInt(4));
      Prediction first = builder.check().simulate("t", workload);
      assertThat(builder.check().simulate("t", workload)).isEqualTo(first);
      assertThat(first.writeAmplification()).isGreaterThan(1);
      assertThat(first.spaceAmplification()).isGreaterThan(0.97);
    }
  }

  @Test
  void aTableHasItsOwnSettings() throws IOException {
    EngineBuilder builder =
        Kodiak.builder()
            .table("hot", table -> table.compaction("tiered").flushSize(1 << 20))
            .tableDefaults(table -> table.flushSize(4 << 20));
    WorkloadFile workload = read("workload { keys = 1e6, writes = 1e7 }");
    EffectiveConfiguration configuration = builder.check();
    assertThat(configuration.table("hot").policyName()).isEqualTo("tiered");
    assertThat(configuration.table("other").policyName()).isEqualTo("leveled");
    double hot = configuration.simulate("hot", workload).writeAmplification();
    double other = configuration.simulate("other", workload).writeAmplification();
    assertThat(hot).isNotEqualTo(other);
  }
}
