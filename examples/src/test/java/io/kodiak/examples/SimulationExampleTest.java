package io.kodiak.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.EffectiveConfiguration;
import io.kodiak.assembly.Kodiak;
import io.kodiak.assembly.WorkloadFile;
import io.kodiak.engine.simulation.Prediction;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the example of kodiak simulate, which docs/compaction.md shows. */
class SimulationExampleTest {
  private static final Path EXAMPLE = Path.of("simulate");

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"leveled", "tiered", "unified"})
  void configurationsAreSimulated(String policy) {
    EffectiveConfiguration configuration =
        Kodiak.builder().file(EXAMPLE.resolve(policy + ".conf")).check();
    assertThat(configuration.table("default").policyName()).isEqualTo(policy);
    Prediction prediction =
        configuration.simulate("default", WorkloadFile.read(EXAMPLE.resolve("workload.conf")));
    assertThat(prediction.writeAmplification()).isGreaterThan(1);
  }

  @Test
  void everyKeyHasTheDefaultThatIsShown() throws Exception {
    Path least = directory.resolve("least.conf");
    Files.writeString(least, "workload { keys = 2e7, writes = 2e8 }");
    assertThat(WorkloadFile.read(EXAMPLE.resolve("workload.conf")))
        .isEqualTo(WorkloadFile.read(least));
  }
}
