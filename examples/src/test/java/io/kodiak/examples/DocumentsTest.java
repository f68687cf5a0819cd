package io.kodiak.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What the documents show is what is compiled and run: a block behind {@code <!-- include FILE -->}
 * equals that file. With {@code -Dkodiak.rewrite=true} the blocks are written anew.
 */
class DocumentsTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern INCLUDE =
      Pattern.compile("<!-- include (\\S+) -->\n```(\\w+)\n(.*?)```\n", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  @Test
  void showsFilesAsTheyAre() throws IOException {
    int blocks = 0;
    for (Path document : documents()) {
      String text = Files.readString(document);
      blocks += (int) INCLUDE.matcher(text).results().count();
      String expected =
          INCLUDE.matcher(text).replaceAll(block -> Matcher.quoteReplacement(included(block)));
      if (Boolean.getBoolean("kodiak.rewrite")) {
        Files.writeString(document, expected);
      } else {
        assertThat(text)
            .as("%s (rewrite with -Dkodiak.rewrite=true)", document)
            .isEqualTo(expected);
      }
    }
    assertThat(blocks).as("blocks with files in the documents").isGreaterThanOrEqualTo(3);
  }

  private static String included(MatchResult block) {
    try {
      return "<!-- include %s -->\n```%s\n%s```\n"
          .formatted(
              block.group(1), block.group(2), Files.readString(ROOT.resolve(block.group(1))));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void linksToFilesThatExist() throws IOException {
    for (Path document : documents()) {
      Matcher link = LINK.matcher(Files.readString(document));
      while (link.find()) {
        assertThat(document.resolveSibling(link.group(1))).as("link in %s", document).exists();
      }
    }
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents;
  }
}
