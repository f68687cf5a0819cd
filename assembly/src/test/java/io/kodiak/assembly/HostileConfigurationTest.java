package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileConfigurationTest extends ConfigFixture {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "include url(\"https://example.com/kodiak.conf\")",
        "include required(url(\"http://example.com/kodiak.conf\"))",
        "include url(\"file:///etc/passwd\")",
        "include \"https://example.com/kodiak.conf\"",
        "include \"file:///etc/passwd\"",
        "include \"jar:file:/tmp/x.jar!/kodiak.conf\""
      })
  void urlsAreNotIncluded(String include) throws IOException {
    assertThat(report("kodiak {}\n" + include + "\n"))
        .startsWith("1 problem in the configuration:\nkodiak.conf:2  include \"")
        .endsWith("URLs are not included; copy it into a file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"classpath(\"reference.conf\")", "required(classpath(\"a.conf\"))"})
  void resourcesOfTheClassPathAreNotIncluded(String include) throws IOException {
    assertThat(report("\nkodiak { include " + include + " }"))
        .contains("kodiak.conf:2  include \"")
        .contains("resources of the class path are not included");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"../up.conf\"", "file(\"../up.conf\")", "required(\"../up\")"})
  void filesOutsideTheFolderAreNotIncluded(String include) throws IOException {
    write("up.conf", "kodiak.profile = memory-efficient");
    Path file = write("conf/kodiak.conf", "kodiak {}\ninclude " + include);
    assertThat(report(Fakes.builder().file(file)))
        .contains("conf/kodiak.conf:2  include \"../up")
        .contains("only files in the folder of the including file, or below, are included");
  }

  @Test
  void absolutePathsOutsideTheFolderAreNotIncluded() throws IOException {
    Path up = write("up.conf", "");
    Path file = write("conf/kodiak.conf", "kodiak {}, include \"" + up + "\"");
    assertThat(report(Fakes.builder().file(file))).contains("only files in the folder");
  }

  @Test
  void linksDoNotLeadOutOfTheFolder() throws IOException {
    Path up = write("up.conf", "");
    Path file = write("conf/kodiak.conf", "kodiak {}, include \"link.conf\"");
    Files.createSymbolicLink(folder.resolve("conf/link.conf"), up);
    assertThat(report(Fakes.builder().file(file))).contains("only files in the folder");
  }

  @Test
  void filesThatIncludeThemselvesAreCutOff() throws IOException {
    assertThat(report("kodiak {}\ninclude \"kodiak.conf\""))
        .contains("include \"kodiak.conf\": files include each other more than 8 deep");
  }

  @Test
  void includesThatMultiplyAreCutOff() throws IOException {
    for (int i = 0; i < 7; i++) {
      write("f" + i + ".conf", ("include \"f" + (i + 1) + ".conf\"\n").repeat(10));
    }
    write("f7.conf", "");
    assertThat(report("kodiak {}\ninclude \"f0.conf\""))
        .contains("more than 64 files are included");
  }

  @Test
  void aLargeFileIsNotParsed() throws IOException {
    assertThat(report("#".repeat((1 << 20) + 1)))
        .contains("kodiak.conf  cannot be read: larger than 1 MiB, so hardly a configuration");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{", "{a=", "[{a:", "a{", "a.", "a.a{", "\"a\".\"]\"{", "[ \"]\","})
  void deepNestingIsNotParsed(String opening) throws IOException {
    assertThat(report("kodiak { x = 1 }\nx = " + opening.repeat(20_000)))
        .isEqualTo(
            "1 problem in the configuration:\nkodiak.conf:2  nested more than 100 levels deep");
  }

  @Test
  void bracketsInQuotesAndCommentsDoNotCount() throws IOException {
    String brackets = "[{".repeat(200);
    check(
        "kodiak { directory = \""
            + brackets
            + "\\\""
            + brackets
            + "\" }\n"
            + "# "
            + brackets
            + "\n// "
            + brackets
            + "\n"
            + "kodiak.table-defaults.format.parquet.created-by = \"\"\""
            + brackets
            + "\n\""
            + brackets
            + "\"\"\"\"");
  }

  @Test
  void tooManySettingsAreNotParsed() throws IOException {
    assertThat(report("kodiak {\n" + "a.b=1\n".repeat(30_000) + "}"))
        .contains("kodiak.conf:5001  more than 5000 settings");
  }

  @Test
  void tooManySubstitutionsAreNotParsed() throws IOException {
    assertThat(report("a = ${?b}\n".repeat(1_000) + "kodiak {}"))
        .contains("kodiak.conf:201  more than 200 substitutions");
  }

  @Test
  void substitutionsThatMultiplyTextAreCutOff() throws IOException {
    StringBuilder lines = new StringBuilder("a0 = 0123456789\n");
    for (int i = 1; i <= 15; i++) {
      lines.append("a" + i + " = " + ("${a" + (i - 1) + "}").repeat(12) + "\n");
    }
    assertThat(report(lines + "kodiak { directory = ${a15} }"))
        .contains("the substitutions make the configuration too large");
  }

  @Test
  void substitutionsThatMultiplyListsAreCutOff() throws IOException {
    StringBuilder lines = new StringBuilder("a0 = [1]\n");
    for (int i = 1; i <= 15; i++) {
      lines.append("a" + i + " = [" + ("${a" + (i - 1) + "},").repeat(12) + "]\n");
    }
    assertThat(report(lines + "kodiak { directory = ${a15} }"))
        .contains("the substitutions make the configuration too large");
  }

  @Test
  void substitutionsThatMultiplySectionsAreCutOff() throws IOException {
    StringBuilder lines = new StringBuilder("a0 = { x = 1 }\n");
    for (int i = 1; i <= 15; i++) {
      lines.append("a" + i + " { b = ${a" + (i - 1) + "}, c = ${a" + (i - 1) + "},");
      lines.append(" d = ${a" + (i - 1) + "}, e = ${a" + (i - 1) + "} }\n");
    }
    assertThat(report(lines + "kodiak { directory = ${a15} }"))
        .contains("the substitutions make the configuration too large");
  }

  @Test
  void aTextThatDoublesItselfIsRefused() throws IOException {
    assertThat(
            report(
                "a = 0123456789\n" + "a = ${a}${a}\n".repeat(40) + "kodiak { directory = ${a} }"))
        .contains("kodiak.conf:2  ${a}: the value refers to itself");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = ${a}",
        "a = ${b}\nb = ${a}",
        "a = { b = ${a} }",
        "a = [x]\na += y",
        "a = ${?a}\"x\"",
        "a = ${b.c}\nb = { c = ${a} }"
      })
  void valuesThatReferToThemselvesAreRefused(String lines) throws IOException {
    assertThat(report(lines + "\nkodiak {}")).contains("the value refers to itself");
  }

  @Test
  void longChainsOfSubstitutionsAreRefused() throws IOException {
    StringBuilder lines = new StringBuilder("a0 = 1\n");
    for (int i = 1; i <= 150; i++) {
      lines.append("a" + i + " = ${a" + (i - 1) + "}\n");
    }
    assertThat(report(lines + "kodiak { directory = ${a150} }"))
        .contains("a chain of more than 16 values of which each refers to the next");
  }

  @Test
  void manyMissingSubstitutionsAreCutShort() throws IOException {
    StringBuilder lines = new StringBuilder("kodiak { directory = a");
    for (int i = 0; i < 150; i++) {
      lines.append("${b" + i + "}");
    }
    lines.append("}\n");
    assertThat(report(lines.toString()))
        .startsWith("50 problems")
        .contains("kodiak.conf:1  ${b0}: neither a setting nor an environment variable");
  }
}
