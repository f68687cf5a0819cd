package io.kodiak.cli;

import io.kodiak.engine.database.BulkLoad;
import io.kodiak.engine.database.BulkLoadOptions;
import io.kodiak.engine.database.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Loads columnar files into a table in bulk. */
@Command(
    name = "ingest",
    mixinStandardHelpOptions = true,
    description = {
      "Load Parquet, ORC and Arrow files (Arrow streams as well) into the table: sorted, written once, past "
          + "the log, and all files at one moment.",
      "Kodiak's own files (columns key, seq, op, value) are linked or copied as they are where nothing "
          + "overlaps them; never change a file that was linked.",
      "Of other files, the value is the column of --value; without it, the column \"value\" when the file has "
          + "just the two, and otherwise each row as a JSON object. The table is made when there is none.",
      "Of one key in several files, the row of the file given last counts, and within one file its last row. "
          + "But of Kodiak's own files that are given one after the other, in any order, it is the row with "
          + "the greatest seq."
    })
final class IngestCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files.")
  private List<Path> files;

  @Option(
      names = "--key",
      paramLabel = "COLUMN",
      required = true,
      description = "The column with the key: bytes, or what has a text: numbers, dates.")
  private String key;

  @Option(names = "--value", paramLabel = "COLUMN", description = "The column with the value.")
  private @Nullable String value;

  @Option(
      names = "--sorted",
      description = "Each file is in ascending order of its keys, each key once; an error if not.")
  private boolean sorted;

  @Option(names = "--json", description = "Print the result as a JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ColumnarModule.require("ingest");
    kodiak.tableName();
    long rows = check();
    // Several files may be sorted each, and overlap.
    BulkLoadOptions options = BulkLoadOptions.DEFAULT.withSorted(sorted && files.size() == 1);
    Progress progress = new Progress(kodiak.shell(), "rows");
    try (Database database = kodiak.open();
        BulkLoad load = database.table(kodiak.tableName()).bulkLoad(options)) {
      Ingest job = new Ingest(load, key, value, sorted, kodiak.notation(), rows, progress);
      for (Path file : files) {
        job.add(file);
      }
      BulkLoad.Result result = load.finish();
      progress.clear();
      print(result, progress.nanos());
    } finally {
      progress.clear();
    }
    return ExitCode.OK;
  }

  /** Looks at all files before a database is opened or made; returns how many rows they hold. */
  private long check() throws IOException {
    try {
      return Ingest.check(files, value == null ? List.of(key) : List.of(key, value));
    } catch (IllegalArgumentException e) {
      throw kodiak.usage(e.getMessage());
    }
  }

  private void print(BulkLoad.Result result, long nanos) {
    Output out = kodiak.shell().out();
    if (json) {
      out.json(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("table", kodiak.tableName());
            generator.writeNumberField("rows", result.rows());
            generator.writeNumberField("tombstones", result.tombstones());
            generator.writeNumberField("files", result.files());
            generator.writeNumberField("bytes", result.bytes());
            generator.writeNumberField("linked", result.linked());
            generator.writeNumberField("copied", result.copied());
            generator.writeNumberField("rewritten", result.rewritten());
            generator.writeNumberField("level", result.level());
            generator.writeNumberField("seconds", nanos / 1e9);
            generator.writeEndObject();
          });
      return;
    }
    String kept =
        result.linked() + result.copied() == 0
            ? ""
            : ", " + result.linked() + " linked and " + result.copied() + " copied as they are";
    out.line(
        Figures.count(result.rows(), "row")
            + " ingested into table \""
            + kodiak.tableName()
            + "\"  ("
            + (result.level() < 0
                ? "no files"
                : Figures.count(result.files(), "file") + " on level " + result.level())
            + kept
            + ", "
            + Figures.bytes(result.bytes())
            + ", "
            + Figures.time(nanos)
            + ", "
            + Figures.rate(result.rows(), nanos)
            + ")");
  }
}
