package io.kodiak.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Every rule of {@link ModuleRules} holds for every module of Kodiak. */
class ModulesTest {
  private static final List<ModuleReference> MODULES = ModulePath.kodiakModules();

  @Test
  void everyModuleIsLookedAt() {
    assertThat(MODULES)
        .extracting(module -> module.descriptor().name())
        .containsExactlyInAnyOrder(
            "io.kodiak.api",
            "io.kodiak.engine",
            "io.kodiak.memtable",
            "io.kodiak.compaction",
            "io.kodiak.format.parquet",
            "io.kodiak.format.orc",
            "io.kodiak.format.feather",
            "io.kodiak.assembly",
            "io.kodiak.cli",
            "io.kodiak.testkit",
            "io.kodiak.thirdparty.parquet",
            "io.kodiak.thirdparty.orc",
            "io.kodiak.columnar");
  }

  @Test
  void requireOnlyWhatTheArchitectureAllows() {
    assertThat(violations(ModuleRules::requiresOnlyWhatTheArchitectureAllows)).isEmpty();
  }

  @Test
  void requireJSpecifyStatically() {
    assertThat(violations(ModuleRules::requiresJSpecifyStatically)).isEmpty();
  }

  @Test
  void requireNoPlugin() {
    assertThat(violations(ModuleRules::requiresNoPlugin)).isEmpty();
  }

  @Test
  void pluginsOnlyProvide() {
    assertThat(violations(ModuleRules::pluginOnlyProvides)).isEmpty();
  }

  @Test
  void onlyPluginsProvide() {
    assertThat(violations(ModuleRules::onlyPluginsProvide)).isEmpty();
  }

  @Test
  void openNothingToEveryone() {
    assertThat(violations(ModuleRules::opensNothingToEveryone)).isEmpty();
  }

  @Test
  void declareServicesTwice() {
    List<String> violations = new ArrayList<>();
    for (ModuleReference module : MODULES) {
      violations.addAll(
          ModuleRules.declaresServicesTwice(module.descriptor(), ModulePath.serviceFiles(module)));
    }
    assertThat(violations).isEmpty();
  }

  private static List<String> violations(Function<ModuleDescriptor, List<String>> rule) {
    return MODULES.stream().flatMap(module -> rule.apply(module.descriptor()).stream()).toList();
  }
}
