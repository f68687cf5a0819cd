package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.SSTableFormatProvider;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** The metamorphic test lets correct plug-ins pass and catches faults that are planted in one. */
final class MetamorphicContractTest {
  private static MemtableFault memtableFault = MemtableFault.NONE;
  private static FormatFault formatFault = FormatFault.NONE;
  private static PolicyFault policyFault = PolicyFault.NONE;

  /** The test over plug-ins with the planted faults. */
  abstract static class OfReferencePlugins extends MetamorphicContract {
    @Override
    protected List<MemtableProvider> memtables() {
      return List.of(new ReferenceMemtableProvider(memtableFault));
    }

    @Override
    protected List<SSTableFormatProvider> formats() {
      return List.of(new ReferenceFormatProvider(formatFault));
    }

    @Override
    protected List<CompactionPolicyProvider> policies() {
      return List.of(new ReferencePolicyProvider(policyFault));
    }
  }

  /** Without faults. */
  @Nested
  final class OfCorrectPlugins extends OfReferencePlugins {}

  /** With faults; run only from here. */
  static final class OfFaultyPlugins extends OfReferencePlugins {}

  private static void expectSeen() {
    try {
      EngineTestKit.engine("junit-jupiter")
          .selectors(selectClass(OfFaultyPlugins.class))
          .execute()
          .testEvents()
          .assertThatEvents()
          .anyMatch(event -> event.getPayload().toString().contains("FAILED"));
    } finally {
      memtableFault = MemtableFault.NONE;
      formatFault = FormatFault.NONE;
      policyFault = PolicyFault.NONE;
    }
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "SIGNED_BYTES",
        "VERSIONS_UPWARDS",
        "ONE_VERSION_ONLY",
        "LOSES_TOMBSTONES",
        "HIDES_TOMBSTONES",
        "IGNORES_THE_SNAPSHOT",
        "SEEK_PASSES_THE_KEY",
        "PREFIX_HIDES_TOMBSTONES",
        "PREFIX_IS_THE_SHORTEST",
        "SKIPS_TOO_MUCH"
      })
  void aFaultyMemtableIsSeen(MemtableFault fault) {
    memtableFault = fault;
    expectSeen();
  }

  @ParameterizedTest
  @EnumSource(names = {"LOSES_THE_LAST_ROW", "FORGETS_KINDS", "SHORT_LENGTHS"})
  void aFaultyFormatIsSeen(FormatFault fault) {
    formatFault = fault;
    expectSeen();
  }

  @ParameterizedTest
  @EnumSource(names = {"LEAVES_A_TABLE_OUT", "NAMES_A_TABLE_THAT_IS_GONE"})
  void aFaultyPolicyIsSeen(PolicyFault fault) {
    policyFault = fault;
    expectSeen();
  }

  @Test
  void oneSeedMakesOneList() {
    assertThat(OperationList.of(7, 500).toString()).isEqualTo(OperationList.of(7, 500).toString());
    assertThat(OperationList.of(7, 500).toString())
        .isNotEqualTo(OperationList.of(8, 500).toString());
  }
}
