package io.kodiak.cli;

import io.kodiak.columnar.ColumnarFile;
import io.kodiak.columnar.RowCursor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what is in a columnar file. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Show what is in a Parquet, ORC or Arrow file (Arrow streams as well), whoever wrote it: rows, columns "
          + "with types and statistics, row groups, properties; of Kodiak's own also table, level, "
          + "sequences and keys.",
      "No database is opened. Exit code 3 when it is no such file, or damaged."
    })
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file;

  @Option(names = "--rows", paramLabel = "N", description = "Show the first N rows as well.")
  private long rows;

  @Option(names = "--json", description = "Print the result as a JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ColumnarModule.require("inspect");
    if (rows < 0) {
      throw kodiak.usage("--rows is a number of rows, not " + rows);
    }
    Output out = kodiak.shell().out();
    try (ColumnarFile opened = ColumnarFile.open(file)) {
      Inspection inspection = Inspection.of(opened, file, kodiak.notation());
      if (json) {
        inspection.json(out, rows);
      } else {
        inspection.lines().forEach(out::line);
        printRows(opened, out);
      }
    }
    return ExitCode.OK;
  }

  private void printRows(ColumnarFile opened, Output out) throws IOException {
    if (rows == 0) {
      return;
    }
    List<String> columns = opened.description().columnNames();
    out.line().line(String.join("\t", columns));
    try (RowCursor cursor = opened.rows(columns, 0)) {
      for (long i = 0; i < rows && cursor.next(); i++) {
        StringJoiner line = new StringJoiner("\t");
        for (int column = 0; column < columns.size(); column++) {
          @Nullable Object value = cursor.value(column);
          line.add(Values.line(value, kodiak.notation()));
        }
        out.line(line.toString());
      }
    }
  }
}
