package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.FormatStats;
import io.kodiak.engine.database.MigrationProgress;
import io.kodiak.engine.database.Table;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Rewrites the files of tables as the settings want them. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    description = {
      "Rewrite every file of all tables, or the one of -t, that is not as the settings want it: in format, "
          + "compression or size of blocks.",
      "Interrupted, it goes on where it was when it is started again. stats shows how much is left."
    })
final class MigrateCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Option(
      names = "--to",
      paramLabel = "FORMAT",
      description =
          "Rewrite into this format, whatever the settings say; new files are still as these say.")
  private @Nullable String to;

  @Option(names = "--json", description = "Print a JSON object for each table.")
  private boolean json;

  @Override
  public Integer call() {
    kodiak.tableName();
    try (Database database = kodiak.openExisting()) {
      List<Table> tables =
          kodiak.hasTable()
              ? List.of(kodiak.existingTable(database))
              : database.tableNames().stream().map(database::table).toList();
      for (Table table : tables) {
        migrate(table);
      }
    }
    return ExitCode.OK;
  }

  private void migrate(Table table) {
    Progress progress = new Progress(kodiak.shell(), "files");
    MigrationProgress[] last = new MigrationProgress[1];
    try {
      if (to == null) {
        table.migrate(now -> show(now, last, progress));
      } else {
        table.migrate(to, now -> show(now, last, progress));
      }
    } catch (IllegalArgumentException e) {
      throw kodiak.usage("--to: " + e.getMessage());
    }
    progress.clear();
    print(table, last[0], progress.nanos());
  }

  private static void show(MigrationProgress now, MigrationProgress[] last, Progress progress) {
    last[0] = now;
    double share = now.bytes() == 0 ? 1 : 1 - (double) now.bytesLeft() / now.bytes();
    progress.update(now.files() - now.filesLeft(), share);
  }

  private void print(Table table, MigrationProgress done, long nanos) {
    Output out = kodiak.shell().out();
    if (json) {
      out.jsonLine(
          generator -> {
            generator.writeStartObject();
            generator.writeStringField("table", table.name());
            generator.writeNumberField("files", done.files());
            generator.writeNumberField("bytes", done.bytes());
            generator.writeNumberField("seconds", nanos / 1e9);
            generator.writeEndObject();
          });
    } else if (done.files() == 0) {
      out.line("table \"" + table.name() + "\"  nothing to do");
    } else {
      out.line(
          "table \""
              + table.name()
              + "\"  "
              + Figures.count(done.files(), "file")
              + ", "
              + Figures.bytes(done.bytes())
              + ", rewritten in "
              + Figures.time(nanos));
    }
    if (!json) {
      FormatListing.lines(table.stats().formatStats()).forEach(out::line);
      warn(table);
    }
    out.flush();
  }

  private void warn(Table table) {
    int outdated = table.stats().formatStats().stream().mapToInt(FormatStats::outdatedFiles).sum();
    if (to != null && outdated > 0) {
      kodiak
          .shell()
          .err()
          .println(
              "kodiak: the settings want "
                  + String.join(" > ", table.stats().formats())
                  + ", so compaction will write that again; change format.levels and "
                  + "format.last-level to keep "
                  + to);
    }
  }
}
