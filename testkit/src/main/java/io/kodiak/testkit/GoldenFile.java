package io.kodiak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A text file of questions and the answers expected, one test for each.
 *
 * <p>A case begins with a line {@code == name}, then come the lines of the question, a line {@code
 * --}, and those of the answer. {@code -Dkodiak.golden.rewrite=true} writes the answers found into
 * the file instead of comparing them: look at what changed before you keep it.
 */
public final class GoldenFile {
  private static final String REWRITE = "kodiak.golden.rewrite";
  private static final String NAME = "== ";
  private static final String ANSWER = "--";

  private final Path file;
  private final List<String> preamble = new ArrayList<>();
  private final List<Case> cases = new ArrayList<>();

  /** A question and its answer. */
  private record Case(String name, List<String> question, List<String> answer) {}

  private GoldenFile(Path file) {
    this.file = file;
  }

  /**
   * The tests of a file.
   *
   * @param file the file, such as {@code src/test/resources/…}, relative to the module
   * @param answer answers a question; both may have several lines
   */
  public static Stream<DynamicTest> tests(Path file, UnaryOperator<String> answer) {
    GoldenFile golden = new GoldenFile(file);
    golden.read();
    if (Boolean.getBoolean(REWRITE)) {
      golden.rewrite(answer);
    }
    assertThat(golden.cases).as("cases in %s", file).isNotEmpty();
    return golden.cases.stream()
        .map(
            each ->
                dynamicTest(
                    each.name,
                    () ->
                        assertThat(answer.apply(text(each.question)).strip())
                            .as("%s of %s (rewrite with -D%s=true)", each.name, file, REWRITE)
                            .isEqualTo(text(each.answer).strip())));
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private void read() {
    List<String> at = preamble;
    for (String line : lines()) {
      if (line.startsWith(NAME)) {
        cases.add(new Case(line.substring(NAME.length()), new ArrayList<>(), new ArrayList<>()));
        at = cases.get(cases.size() - 1).question;
      } else if (line.equals(ANSWER) && !cases.isEmpty()) {
        at = cases.get(cases.size() - 1).answer;
      } else {
        at.add(line);
      }
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file.toAbsolutePath(), e);
    }
  }

  private void rewrite(UnaryOperator<String> answer) {
    List<String> lines = new ArrayList<>(preamble);
    for (Case each : cases) {
      List<String> found = answer.apply(text(each.question)).strip().lines().toList();
      lines.add(NAME + each.name);
      lines.addAll(each.question);
      lines.add(ANSWER);
      lines.addAll(found);
      lines.add("");
      each.answer.clear();
      each.answer.addAll(found);
    }
    try {
      Files.writeString(file, text(lines).strip() + "\n", UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file.toAbsolutePath(), e);
    }
  }
}
