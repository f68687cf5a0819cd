package io.kodiak.compaction.leveled;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.GoldenFile;
import io.kodiak.testkit.PlanRules;
import io.kodiak.testkit.TestSettings;
import io.kodiak.testkit.TreeText;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Trees drawn as text and the plans that the policy makes for them. */
final class LeveledPlansTest {
  private static final long MIB = 1L << 20;

  @TestFactory
  Stream<DynamicTest> withFixedSizes() {
    return tests("fixed.txt", false, Duration.ZERO);
  }

  @TestFactory
  Stream<DynamicTest> withDynamicSizes() {
    return tests("dynamic.txt", true, Duration.ZERO);
  }

  @TestFactory
  Stream<DynamicTest> ofTombstonesAndOldEntries() {
    return tests("early.txt", true, Duration.ofDays(7));
  }

  private static Stream<DynamicTest> tests(String name, boolean dynamic, Duration maxAge) {
    Path file = Path.of("src/test/resources/io/kodiak/compaction/leveled", name);
    return GoldenFile.tests(file, drawing -> plans(drawing, dynamic, maxAge));
  }

  private static String plans(String drawing, boolean dynamic, Duration maxAge) {
    TestSettings settings =
        TestSettings.of(
            Map.of(
                "fanout",
                10,
                "level0-runs",
                4,
                "dynamic-level-sizes",
                dynamic,
                "base-level-size",
                100 * MIB,
                "target-file-size",
                10 * MIB,
                "max-age",
                maxAge));
    TreeView tree = TreeText.parse(drawing);
    List<CompactionPlan> plans = new LeveledProvider().create(settings).plan(tree);
    settings.verify();
    assertThat(PlanRules.problems(tree, plans)).isEmpty();
    return TreeText.describe(plans);
  }
}
