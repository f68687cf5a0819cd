package io.kodiak.benchmarks.memtable;

import io.kodiak.benchmarks.base.Host;
import io.kodiak.benchmarks.base.MeasuredSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The document about memtables, of which everything between two marks is made from figures. */
final class MemtableDocument {

  private final Path directory;

  MemtableDocument(Path directory) {
    this.directory = directory;
  }

  void write(Tables tables, Chart chart) throws IOException {
    Path document = directory.resolve("memtables.md");
    Files.writeString(
        document, MeasuredSection.replace(Files.readString(document), measured(tables)));
    Files.writeString(directory.resolve("memtables.svg"), chart.svg());
  }

  private static String measured(Tables tables) {
    StringBuilder text = new StringBuilder();
    Figures figures = tables.figures();
    text.append(
        String.format(
            Locale.ROOT,
            "%s; %s, medians of %d rounds.%n%n",
            Host.describe(),
            tables.cpu() ? "processor time" : "time by the clock",
            figures.rounds()));
    text.append("![What memtables cost](memtables.svg)\n\n");
    text.append(
        String.format(
            Locale.ROOT,
            "### %s entries, %s keys%n%nNanoseconds; *bytes* are those of an entry.%n%n",
            Tables.size(Tables.usualSize(figures)),
            tables.usualKeys().label()));
    text.append(tables.summary());
    text.append(
            "\n### Allocation\n\nBytes of Java heap that the calling thread allocates for one operation, ")
        .append(
            "same entries. For a put that is the memory which it stays in, as far as no closed memtable left it.\n\n");
    text.append(tables.garbage());
    text.append("\n### Every size and kind of keys\n");
    for (Operation operation : Operation.values()) {
      text.append("\n<details><summary><b>")
          .append(operation.label())
          .append("</b>: ")
          .append(operation.description())
          .append(operation == Operation.MEMORY ? "" : ", ns")
          .append("</summary>\n\n")
          .append(tables.operation(operation))
          .append("\n</details>\n");
    }
    return text.append('\n').toString();
  }
}
