package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.FilePin;
import io.kodiak.engine.database.PinnedFile;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints SQL over the files of a table, which it pins. */
@Command(
    name = "sql-view",
    mixinStandardHelpOptions = true,
    description = {
      "Print the SQL that makes a view of the live rows of the table, for another engine to run over its files.",
      "The table is flushed, and the files are kept, whatever becomes of the table, until they are released "
          + "or their time is over.",
      "A view shows the rows as of now: print it again for newer ones."
    })
final class SqlViewCommand implements Callable<Integer> {
  private static final Pattern TIME = Pattern.compile("([0-9]{1,9})([smhd])");

  @ParentCommand private KodiakCommand kodiak;

  @Option(
      names = "--engine",
      paramLabel = "duckdb|spark",
      description = "Who runs the SQL; duckdb unless given.")
  private SqlEngine engine = SqlEngine.DUCKDB;

  @Option(
      names = "--name",
      paramLabel = "VIEW",
      description = "The name of the view; that of the table unless given.")
  private @Nullable String name;

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      description =
          "How long the files are kept: 90s, 30m, 1h, 7d; from 1s to 30d, 1h unless given.")
  private String keep = "1h";

  @Option(
      names = "--text",
      description =
          "The view shows keys and values as text; they have to be UTF-8: queries of DuckDB and Spark 4 "
              + "fail otherwise, Spark 3 replaces what is none without saying so.")
  private boolean text;

  @Option(
      names = "--no-flush",
      description = "Do not flush: the view lacks what was written last and is in memory only.")
  private boolean noFlush;

  @Option(names = "--list", description = "Print instead which files are kept, of all tables.")
  private boolean list;

  @Option(names = "--release", paramLabel = "ID", description = "Let files go instead.")
  private @Nullable Long release;

  @Option(names = "--json", description = "Print the list as a JSON array; only with --list.")
  private boolean json;

  @Override
  public Integer call() {
    if (list && release != null) {
      throw kodiak.usage("--list goes without --release");
    }
    Duration time = time();
    String table = kodiak.tableName();
    try (Database database = kodiak.openExisting()) {
      if (release != null) {
        release(database, release);
      } else if (list) {
        list(database.pins());
      } else {
        print(kodiak.existingTable(database), name == null ? table : name, time);
      }
    }
    return ExitCode.OK;
  }

  private Duration time() {
    Matcher matcher = TIME.matcher(keep);
    if (matcher.matches()) {
      ChronoUnit unit =
          switch (matcher.group(2)) {
            case "s" -> ChronoUnit.SECONDS;
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
          };
      Duration time = Duration.of(Long.parseLong(matcher.group(1)), unit);
      if (time.toSeconds() >= 1 && time.compareTo(Duration.ofDays(30)) <= 0) {
        return time;
      }
    }
    throw kodiak.usage(
        "--keep is \"" + keep + "\"; it is a time from 1s to 30d, such as 30m or 12h");
  }

  private void print(Table table, String view, Duration time) {
    FilePin pin = noFlush ? table.pinFlushedFiles(time) : table.pinFiles(time);
    String statement;
    try {
      statement = engine.view(view, pin, text);
    } catch (IllegalArgumentException e) {
      pin.close();
      throw e;
    }
    kodiak
        .shell()
        .out()
        .line("-- table \"" + pin.table() + "\": " + describe(pin))
        .line(
            "-- pinned until "
                + seconds(pin)
                + "; release with: kodiak sql-view --release "
                + pin.id())
        .text(statement)
        .flush();
  }

  private static String describe(FilePin pin) {
    List<PinnedFile> files = pin.files();
    return Figures.count(files.size(), "file")
        + ", "
        + Figures.count(files.stream().mapToLong(PinnedFile::entries).sum(), "entry", "entries")
        + ", "
        + Figures.bytes(files.stream().mapToLong(PinnedFile::bytes).sum());
  }

  private static String seconds(FilePin pin) {
    return pin.expiry().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private void release(Database database, long id) {
    if (!database.releasePin(id)) {
      throw new NotFound(
          "there is no pin " + id + "; kodiak sql-view --list shows those there are");
    }
    kodiak.shell().out().line("pin " + id + " released");
  }

  private void list(List<FilePin> pins) {
    Output out = kodiak.shell().out();
    if (json) {
      out.json(
          generator -> {
            generator.writeStartArray();
            for (FilePin pin : pins) {
              write(generator, pin);
            }
            generator.writeEndArray();
          });
      return;
    }
    for (FilePin pin : pins) {
      out.line(pin.id() + "  until " + seconds(pin) + "  " + pin.table() + "  " + describe(pin));
    }
  }

  private static void write(JsonGenerator json, FilePin pin) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", pin.id());
    json.writeStringField("table", pin.table());
    json.writeStringField("created", pin.created().toString());
    json.writeStringField("expiry", pin.expiry().toString());
    json.writeArrayFieldStart("files");
    for (PinnedFile file : pin.files()) {
      json.writeStartObject();
      json.writeStringField("path", file.path().toString());
      json.writeStringField("format", file.format());
      json.writeNumberField("level", file.level());
      json.writeNumberField("entries", file.entries());
      json.writeNumberField("tombstones", file.tombstones());
      json.writeNumberField("bytes", file.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
