package io.kodiak.cli;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes the rows of a table into a file. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description = {
      "Write the live rows of the table, as of one moment and in the order of their keys, into a file.",
      "The file appears when it is whole, and takes the place of an older one. A file of text that "
          + "ends in .gz is compressed. What csv and jsonl hold, import --key key --value value reads back."
    })
final class ExportCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";

  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "FILE", description = "The file; - writes to standard output.")
  private String file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = {
        "csv: RFC 4180, the first line names the columns.",
        "jsonl: a JSON object a line.",
        "parquet, orc, feather, arrow-stream: columns of bytes.",
        "Unless given, the ending of the file decides: .csv .jsonl .parquet .orc .feather .arrow .arrows"
      })
  private @Nullable ExportFormat format;

  @Mixin private KeyRangeOptions keys;

  @Option(
      names = "--columns",
      paramLabel = "COLUMN",
      split = ",",
      description = "key, value or both, in the order of the file; key,value unless given.")
  private List<ExportColumn> columns = List.of(ExportColumn.KEY, ExportColumn.VALUE);

  @Mixin private EncodingOption encoding;

  @Option(
      names = "--compression",
      paramLabel = "CODEC",
      description = "How parquet, orc, feather and arrow-stream are compressed.")
  private @Nullable String compression;

  @Option(
      names = "--json",
      description = "Print the result as a JSON object; on standard error when FILE is -.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ExportFormat as = format();
    ExportOptions options = options(as);
    KeyRange range = keys.range(kodiak);
    kodiak.tableName();
    try (Database database = kodiak.openExisting()) {
      Table table = kodiak.existingTable(database);
      print(as, write(as, options, range, table));
    }
    return ExitCode.OK;
  }

  private ExportFormat format() {
    ExportFormat chosen = format == null ? ExportFormat.ofFile(file) : format;
    if (chosen == null) {
      throw kodiak.usage("the ending of " + file + " does not tell its format; give --format");
    }
    return chosen;
  }

  private ExportOptions options(ExportFormat as) {
    if (as.isText() && compression != null) {
      throw kodiak.usage("--compression is not for " + as + "; let the file end in .gz instead");
    }
    if (!as.isText() && encoding.isGiven()) {
      throw kodiak.usage("--encoding is not for " + as + ", which holds bytes as they are");
    }
    if (!as.isText() && isCompressed()) {
      throw kodiak.usage(as + " is compressed within; leave out .gz and use --compression");
    }
    try {
      return new ExportOptions(columns, encoding.chosen(kodiak), compression);
    } catch (IllegalArgumentException e) {
      throw kodiak.usage("--columns: " + e.getMessage());
    }
  }

  private boolean isCompressed() {
    return file.endsWith(".gz");
  }

  private Export.Result write(ExportFormat as, ExportOptions options, KeyRange range, Table table)
      throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      return write(as, options, range, table, kodiak.shell().out().stream());
    }
    try (ExportFile whole = ExportFile.create(Path.of(file), isCompressed())) {
      Export.Result result = write(as, options, range, table, whole.stream());
      whole.commit();
      return result;
    }
  }

  private Export.Result write(
      ExportFormat as, ExportOptions options, KeyRange range, Table table, OutputStream out)
      throws IOException {
    Progress progress = new Progress(kodiak.shell(), "rows");
    try (ExportTarget target = as.open(out, options)) {
      return new Export(table, progress).run(range, target);
    } finally {
      progress.clear();
    }
  }

  private void print(ExportFormat as, Export.Result result) {
    Shell shell = kodiak.shell();
    // Standard output holds the rows then.
    Output out = file.equals(STANDARD_OUTPUT) ? new Output(shell.err()) : shell.out();
    if (json) {
      out.json(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("table", kodiak.tableName());
            generator.writeStringField("file", file);
            generator.writeStringField("format", as.toString());
            generator.writeNumberField("rows", result.rows());
            generator.writeNumberField("bytes", result.bytes());
            generator.writeNumberField("seconds", result.nanos() / 1e9);
            generator.writeEndObject();
          });
    } else {
      out.line(
          Figures.count(result.rows(), "row")
              + " of table \""
              + kodiak.tableName()
              + "\" exported as "
              + as
              + "  ("
              + Figures.bytes(result.bytes())
              + ", "
              + Figures.time(result.nanos())
              + ", "
              + Figures.rate(result.rows(), result.nanos())
              + ")");
    }
    out.flush();
  }
}
