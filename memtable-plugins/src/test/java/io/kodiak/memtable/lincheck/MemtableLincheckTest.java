package io.kodiak.memtable.lincheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TestSettings;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every memtable of this module is linearizable for one writer and several readers: N. Koval, A.
 * Fedorov, M. Sokolova, D. Tsitelov, D. Alistarh, <em>Lincheck: A Practical Framework for Testing
 * Concurrent Data Structures on JVM</em> (CAV 2023).
 *
 * <p>Stress mode runs short scenarios on real threads. Model checking runs them under a scheduler
 * that switches threads at accesses of shared memory; it assumes sequential consistency, so what a
 * processor or the compiler may reorder is left to stress mode. Scenarios are the same in each run.
 */
class MemtableLincheckTest {
  /** Nothing, and on the brink of growth of what holds 4, 16, 48, 128 or 512 entries. */
  private static final int[] STRESS_FILLS = {0, 3, 15, 47, 127, 511};

  private static final int[] MODEL_FILLS = TestRun.nightly() ? new int[] {0, 3, 15} : new int[] {3};

  static Stream<String> memtables() {
    return providers().map(MemtableProvider::name);
  }

  private static Stream<MemtableProvider> providers() {
    // On the module path a module says what it uses; the module under test uses nothing itself.
    MemtableLincheckTest.class.getModule().addUses(MemtableProvider.class);
    return ServiceLoader.load(MemtableProvider.class).stream().map(ServiceLoader.Provider::get);
  }

  private static MemtableFactory factory(String name) {
    return providers()
        .filter(provider -> provider.name().equals(name))
        .findAny()
        .orElseThrow()
        .create(TestSettings.empty());
  }

  @Test
  void everyMemtableOfTheModuleIsChecked() {
    assertThat(memtables()).contains("skiplist").hasSizeGreaterThanOrEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("memtables")
  void isLinearizableUnderStress(String memtable) {
    for (int fill : STRESS_FILLS) {
      check(factory(memtable), fill, stress());
    }
  }

  @ParameterizedTest
  @MethodSource("memtables")
  void isLinearizableInEveryScheduleTried(String memtable) {
    for (int fill : MODEL_FILLS) {
      check(factory(memtable), fill, modelChecking());
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void stressSeesPlantedFaults(Fault fault) {
    expectVerdict(fault, Thread::yield, stress().minimizeFailedScenario(false));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void modelCheckingSeesPlantedFaults(Fault fault) {
    // Not every scenario has the operations that show a fault; the first that does is the last.
    int scenarios = fault == Fault.NONE ? 4 : 60;
    expectVerdict(
        fault,
        () -> {},
        modelChecking()
            .iterations(scenarios)
            .invocationsPerIteration(100)
            .minimizeFailedScenario(false));
  }

  private static void expectVerdict(Fault fault, Runnable pause, Options<?, ?> options) {
    MemtableFactory factory = flushBytes -> new FaultyMemtable(fault, pause);
    if (fault == Fault.NONE) {
      check(factory, 3, options);
    } else {
      assertThatThrownBy(() -> check(factory, 3, options))
          .isInstanceOf(LincheckAssertionError.class)
          .hasMessageContaining("Invalid execution results");
    }
  }

  private static void check(MemtableFactory factory, int fill, Options<?, ?> options) {
    Scenario.factory = factory;
    Scenario.fill = fill;
    options.check(MemtableOperations.class);
  }

  private static StressOptions stress() {
    return common(new StressOptions(), 4, 250).threads(3);
  }

  private static ModelCheckingOptions modelChecking() {
    return common(new ModelCheckingOptions(), 4, 60)
        .threads(2)
        .addGuarantee(
            ManagedStrategyGuaranteeKt.forClasses(ByteViews::areUsedBy).allMethods().ignore());
  }

  private static <T extends Options<T, ?>> T common(T options, int scenarios, int runs) {
    return options
        .iterations(TestRun.scaled(scenarios))
        .invocationsPerIteration(TestRun.scaled(runs))
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(2)
        .sequentialSpecification(SequentialMemtable.class);
  }
}
