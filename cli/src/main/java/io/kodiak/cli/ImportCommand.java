package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.DoubleSupplier;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Puts the rows of a file into a table. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description = {
      "Put the rows of a file into the table: under the text of one of their columns, each row as a JSON "
          + "object, or the text of another column alone.",
      "A file that ends in .gz is decompressed. The table is made when there is none."
    })
final class ImportCommand implements Callable<Integer> {
  private static final String STANDARD_INPUT = "-";

  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "FILE", description = "The file; - reads standard input.")
  private String file;

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      required = true,
      description = "The column, or field of the objects, that holds the key.")
  private String key;

  @Option(
      names = "--value",
      paramLabel = "COLUMN",
      description = "The column that is the value, instead of the whole row.")
  private @Nullable String value;

  @Mixin private EncodingOption encoding;

  @Option(
      names = "--format",
      description = {
        "csv: RFC 4180, the first line names the columns.",
        "jsonl: JSON objects, one a line or in one array.",
        "Unless given, the ending of the file decides."
      })
  private @Nullable Format format;

  @Option(
      names = "--on-error",
      paramLabel = "stop|skip",
      description = "What a row that cannot be imported does; stop unless given.")
  private Import.OnError onError = Import.OnError.STOP;

  @Option(names = "--json", description = "Print the result as a JSON object.")
  private boolean json;

  /** How rows are written. */
  enum Format {
    CSV,
    JSONL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public Integer call() throws IOException {
    String table = kodiak.tableName();
    Format rows = format();
    Encoding bytes = encoding.chosen(kodiak);
    try (CountedInput counted = new CountedInput(input());
        Rows source = rows(rows, decompressed(counted))) {
      long size = file.equals(STANDARD_INPUT) ? -1 : Files.size(Path.of(file));
      DoubleSupplier share = () -> size <= 0 ? -1 : (double) counted.count() / size;
      Shell shell = kodiak.shell();
      try (Database database = kodiak.open()) {
        Progress progress = new Progress(shell, "rows");
        Import job =
            new Import(database, database.table(table), file, bytes, shell.err(), progress);
        print(job.run(source, onError, share));
      }
    }
    return ExitCode.OK;
  }

  private Format format() {
    if (format != null) {
      return format;
    }
    String name = file.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (name.endsWith(".csv")) {
      return Format.CSV;
    }
    if (name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json")) {
      return Format.JSONL;
    }
    throw kodiak.usage("the ending of " + file + " does not tell its format; give --format");
  }

  private InputStream input() throws IOException {
    if (file.equals(STANDARD_INPUT)) {
      return kodiak.shell().in();
    }
    if (Files.isDirectory(Path.of(file))) {
      throw new IOException(file + ": it is a folder");
    }
    return Files.newInputStream(Path.of(file));
  }

  private InputStream decompressed(InputStream in) throws IOException {
    InputStream buffered = new BufferedInputStream(in, 64 << 10);
    return file.endsWith(".gz")
        ? new BufferedInputStream(new GZIPInputStream(buffered, 64 << 10), 64 << 10)
        : buffered;
  }

  private Rows rows(Format rows, InputStream in) throws IOException {
    try {
      return rows == Format.CSV ? new CsvRows(in, key, value) : new JsonRows(in, key, value);
    } catch (IllegalArgumentException | IOException e) {
      throw kodiak.usage(file + ": " + e.getMessage());
    }
  }

  private void print(Import.Result result) {
    Output out = kodiak.shell().out();
    if (json) {
      out.json(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("table", kodiak.tableName());
            generator.writeNumberField("rows", result.rows());
            generator.writeNumberField("skipped", result.skipped());
            generator.writeNumberField("bytes", result.bytes());
            generator.writeNumberField("seconds", result.nanos() / 1e9);
            generator.writeEndObject();
          });
      return;
    }
    String skipped =
        result.skipped() == 0 ? "" : ", " + Figures.count(result.skipped()) + " skipped";
    out.line(
        Figures.count(result.rows(), "row")
            + " imported into table \""
            + kodiak.tableName()
            + "\""
            + skipped
            + "  ("
            + Figures.bytes(result.bytes())
            + ", "
            + Figures.time(result.nanos())
            + ", "
            + Figures.rate(result.rows(), result.nanos())
            + ")");
  }
}
