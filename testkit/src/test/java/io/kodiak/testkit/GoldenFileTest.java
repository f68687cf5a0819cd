package io.kodiak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GoldenFileTest {

  private static final String REWRITE = "kodiak.golden.rewrite";

  @TempDir Path directory;

  private final @Nullable String given = System.getProperty(REWRITE);

  @BeforeEach
  void comparing() {
    System.clearProperty(REWRITE);
  }

  @AfterEach
  void asGiven() {
    if (given != null) {
      System.setProperty(REWRITE, given);
    }
  }

  private static String shout(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  private Path file(String text) throws IOException {
    Path file = directory.resolve("golden.txt");
    Files.writeString(file, text, UTF_8);
    return file;
  }

  @Test
  void comparesEveryAnswer() throws Throwable {
    Path file = file("about\n== right\na\nb\n--\nA\nB\n\n== wrong\nc\n--\nX\n");
    List<DynamicTest> tests = GoldenFile.tests(file, GoldenFileTest::shout).toList();
    assertThat(tests).extracting(DynamicTest::getDisplayName).containsExactly("right", "wrong");
    tests.get(0).getExecutable().execute();
    assertThatThrownBy(() -> tests.get(1).getExecutable().execute()).hasMessageContaining("wrong");
  }

  @Test
  void refusesAFileWithoutCases() throws IOException {
    Path file = file("nothing here\n");
    assertThatThrownBy(() -> GoldenFile.tests(file, GoldenFileTest::shout))
        .hasMessageContaining("cases in");
  }

  @Test
  void rewritesTheAnswersWhenToldTo() throws IOException {
    Path file = file("about\n\n== one\na\n--\n== two\nb\n--\nold\nlines\n");
    System.setProperty(REWRITE, "true");
    try {
      assertThat(GoldenFile.tests(file, GoldenFileTest::shout)).hasSize(2);
    } finally {
      System.clearProperty(REWRITE);
    }
    assertThat(file).content(UTF_8).isEqualTo("about\n\n== one\na\n--\nA\n\n== two\nb\n--\nB\n");
  }
}
