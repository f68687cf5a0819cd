package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.util.List;
import java.util.TreeSet;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Runs tests of a contract against a faulty plug-in and expects every one of them to fail. */
final class PlantedFaults {
  private PlantedFaults() {}

  /** Fails when one of the tests is missing or passes. */
  static void assertSeen(Class<?> contract, List<String> tests) {
    assertThat(tests).as("tests that must see the fault").isNotEmpty();
    EngineTestKit.Builder kit = EngineTestKit.engine("junit-jupiter");
    for (String test : tests) {
      kit.selectors(selectMethod(contract, test));
    }
    TreeSet<String> failed = new TreeSet<>();
    kit.execute()
        .testEvents()
        .failed()
        .map(Event::getTestDescriptor)
        .forEach(descriptor -> failed.add(descriptor.getDisplayName().replace("()", "")));
    assertThat(failed).containsExactlyInAnyOrderElementsOf(tests);
  }
}
