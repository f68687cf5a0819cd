package io.kodiak.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule of {@link SourceRules} finds the violation that was planted for it. */
class PlantedSourcesTest {
  private static final String PATH = "api/src/main/java/io/kodiak/api/Planted.java";

  @Test
  void longFile() {
    int most = SourceRules.MOST_LINES_OF_A_FILE;
    assertThat(SourceRules.fileIsShort(source("//\n".repeat(most)))).isEmpty();
    assertThat(SourceRules.fileIsShort(source("//\n".repeat(most + 1))))
        .containsExactly(PATH + " has " + (most + 1) + " lines");
  }

  @Test
  void longMethod() {
    int most = SourceRules.MOST_LINES_OF_A_METHOD;
    assertThat(SourceRules.methodsAreShort(source(method(most)))).isEmpty();
    assertThat(SourceRules.methodsAreShort(source(method(most + 1))))
        .containsExactly(PATH + ":2 planted() has " + (most + 1) + " lines");
  }

  private static String method(int lines) {
    return "class Planted {\nvoid planted() {\n" + ";\n".repeat(lines - 2) + "}\n}\n";
  }

  @Test
  void twoTypesInOneFile() {
    assertThat(SourceRules.holdsOneTopLevelType(source("class A { class B {} }"))).isEmpty();
    assertThat(SourceRules.holdsOneTopLevelType(source("class A {}\nclass B {}"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "if (n > 0) { return 1; } return 2;",
        "return n > 0 ? 1 : 2;",
        "while (n > 0) { n--; }",
        "return java.util.stream.IntStream.range(0, n).map(i -> i + 1).sum();",
        "n++; return n;"
      })
  void defaultMethodWithLogic(String body) {
    assertThat(SourceRules.defaultMethodsHoldNoLogic(source(interfaceWith(body))))
        .containsExactly(PATH + ":1 default method f() holds logic");
  }

  @Test
  void defaultMethodThatDelegates() {
    assertThat(SourceRules.defaultMethodsHoldNoLogic(source(interfaceWith("return g(n);"))))
        .isEmpty();
  }

  private static String interfaceWith(String body) {
    return "interface Planted { default int f(int n) { " + body + " } }";
  }

  @Test
  void nameOfPlugin() {
    String code =
        "class Planted {\n  String type = \"skiplist\";\n  String ok = \"a skiplist\";\n}\n";
    assertThat(SourceRules.namesNoPlugin(source(code), Set.of("skiplist")))
        .containsExactly(PATH + ":2 names the plug-in \"skiplist\"");
  }

  @Test
  void unfinishedWork() {
    String code = "class Planted {\n  // TO" + "DO later\n  @Dis" + "abled void f() {}\n}\n";
    assertThat(SourceRules.nothingIsLeftUnfinished(source(code))).hasSize(2);
    assertThat(SourceRules.nothingIsLeftUnfinished(source("class Planted {} // all done")))
        .isEmpty();
  }

  @Test
  void timeLimit() {
    String code = "class Planted {\n  @Time" + "out(5) void f() { assertTime" + "out(a, b); }\n}\n";
    assertThat(SourceRules.testsHaveNoTimeLimit(source(code))).hasSize(2);
  }

  @Test
  void packageInfoWithoutContract() {
    Source bare = source("/** Types. <h2>Ordering</h2> <h2>Threading</h2> */\npackage planted;");
    assertThat(SourceRules.packageInfoStatesTheContract(bare))
        .containsExactly(PATH + " says nothing on Lifecycle", PATH + " says nothing on Failure");
  }

  private static Source source(String text) {
    return Source.parse(PATH, text);
  }
}
