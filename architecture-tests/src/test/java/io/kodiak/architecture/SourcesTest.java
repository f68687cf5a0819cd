package io.kodiak.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Provider;
import io.kodiak.api.SSTableFormatProvider;
import java.io.IOException;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every rule of {@link SourceRules} holds for all of Kodiak. */
class SourcesTest {
  private static List<Source> sources;

  @BeforeAll
  static void parse() throws IOException {
    sources = SourceTree.sources();
    assertThat(sources).as("sources in " + SourceTree.ROOT).hasSizeGreaterThan(20);
  }

  @Test
  void filesAreShort() {
    assertThat(violations(Source::isMain, SourceRules::fileIsShort)).isEmpty();
  }

  @Test
  void methodsAreShort() {
    assertThat(violations(Source::isMain, SourceRules::methodsAreShort)).isEmpty();
  }

  @Test
  void filesHoldOneTopLevelType() {
    assertThat(violations(Source::isMain, SourceRules::holdsOneTopLevelType)).isEmpty();
  }

  @Test
  void defaultMethodsOfTheApiHoldNoLogic() {
    assertThat(
            violations(
                source -> source.module().equals("api"), SourceRules::defaultMethodsHoldNoLogic))
        .isEmpty();
  }

  @Test
  void engineNamesNoPlugin() {
    Set<String> names = installedPlugins();
    assertThat(
            violations(
                source -> source.isMain() && Set.of("api", "engine").contains(source.module()),
                source -> SourceRules.namesNoPlugin(source, names)))
        .isEmpty();
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertThat(violations(source -> true, SourceRules::nothingIsLeftUnfinished)).isEmpty();
  }

  @Test
  void testsHaveNoTimeLimit() {
    assertThat(violations(source -> true, SourceRules::testsHaveNoTimeLimit)).isEmpty();
  }

  @Test
  void packageInfoOfTheApiStatesTheContract() {
    String packageInfo = "api/src/main/java/io/kodiak/api/package-info.java";
    assertThat(sources).extracting(Source::path).contains(packageInfo);
    assertThat(
            violations(
                source -> source.path().equals(packageInfo),
                SourceRules::packageInfoStatesTheContract))
        .isEmpty();
  }

  private static List<String> violations(
      Predicate<Source> scope, Function<Source, List<String>> rule) {
    return sources.stream().filter(scope).flatMap(source -> rule.apply(source).stream()).toList();
  }

  private static Set<String> installedPlugins() {
    Set<String> names = new TreeSet<>();
    for (Class<? extends Provider<?>> kind :
        List.of(
            MemtableProvider.class, SSTableFormatProvider.class, CompactionPolicyProvider.class)) {
      ServiceLoader.load(kind).forEach(provider -> names.add(provider.name()));
    }
    return names;
  }
}
