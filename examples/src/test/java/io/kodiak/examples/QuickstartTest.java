package io.kodiak.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.assembly.Kodiak;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {
  @TempDir Path directory;

  private String printedBy(Consumer<String> program) throws Exception {
    Path conf = directory.resolve("kodiak.conf");
    Files.copy(Path.of("quickstart", "kodiak.conf"), conf);
    PrintStream standard = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      program.accept(conf.toString());
    } finally {
      System.setOut(standard);
    }
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void runsAsTheReadmeShowsIt() throws Exception {
    assertThat(printedBy(Quickstart::main))
        .isEqualToNormalizingNewlines(
            """
            ada is Ada Lovelace
            user/ada = Ada Lovelace
            user/alan = Alan Turing
            """);
  }

  @Test
  void answersQuestionsAboutPrefixesAsTheDocumentSays() throws Exception {
    assertThat(printedBy(Prefixes::main))
        .isEqualToNormalizingNewlines(
            """
            /shop/cart/
            /shop/cart/pay
            handler of /shop/cart/
            key /
            key /about
            folder /shop/
            """);
  }

  @Test
  void composesTheSameEngineWithThePluginFromTheReadme() throws Exception {
    Path conf = directory.resolve("kodiak.conf");
    Files.writeString(
        conf,
        """
        kodiak {
          directory = data
          table-defaults.compaction { policy = acme-merge-all, acme-merge-all { max-runs = 2 } }
        }
        """);
    try (Database db = Kodiak.open(conf)) {
      Table table = db.table("t");
      for (int i = 0; i < 5; i++) {
        table.put(new byte[] {(byte) i}, new byte[] {1});
        db.flush();
      }
      db.awaitIdle();
      assertThat(table.stats().policy()).isEqualTo("acme-merge-all");
      assertThat(table.stats().runs()).hasSizeLessThanOrEqualTo(2);
      assertThat(table.get(new byte[] {3})).containsExactly(1);
    }
  }
}
