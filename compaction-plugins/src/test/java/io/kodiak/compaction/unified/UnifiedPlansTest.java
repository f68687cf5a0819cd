package io.kodiak.compaction.unified;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.TreeView;
import io.kodiak.testkit.GoldenFile;
import io.kodiak.testkit.PlanRules;
import io.kodiak.testkit.TestSettings;
import io.kodiak.testkit.TreeText;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Trees drawn as text and the plans that the policy makes for them. */
final class UnifiedPlansTest {
  private static final long MIB = 1L << 20;

  @TestFactory
  Stream<DynamicTest> plans() {
    Path file = Path.of("src/test/resources/io/kodiak/compaction/unified/plans.txt");
    return GoldenFile.tests(file, UnifiedPlansTest::plans);
  }

  private static String plans(String drawing) {
    TestSettings settings =
        TestSettings.of(
            Map.of(
                "scaling",
                "T4, N, L4",
                "base-size",
                10 * MIB,
                "base-shards",
                2,
                "target-file-size",
                10 * MIB,
                "min-file-size",
                MIB));
    TreeView tree = TreeText.parse(drawing);
    List<CompactionPlan> plans = new UnifiedProvider().create(settings).plan(tree);
    settings.verify();
    assertThat(PlanRules.problems(tree, plans)).isEmpty();
    return TreeText.describe(plans);
  }
}
