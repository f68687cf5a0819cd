package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.DatabaseStats;
import io.kodiak.engine.database.FormatStats;
import io.kodiak.engine.database.TableStats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints figures of the database. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Print figures of the database and its tables, or of the table of -t.")
final class StatsCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Option(names = "--files", description = "Name every file.")
  private boolean files;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    kodiak.tableName();
    DatabaseStats stats;
    List<TableStats> tables;
    try (Database database = kodiak.openExisting()) {
      stats = database.stats();
      tables = kodiak.hasTable() ? List.of(kodiak.existingTable(database).stats()) : stats.tables();
    }
    Output out = kodiak.shell().out();
    if (json) {
      out.json(generator -> write(generator, stats, tables));
      return ExitCode.OK;
    }
    out.line(
        "database   " + stats.directory() + "  " + stats.state().name().toLowerCase(Locale.ROOT));
    out.line("writes     " + Figures.count(stats.lastSequence()));
    out.line("log        " + Figures.bytes(stats.walBytes()));
    out.line("recovery   " + stats.recovery());
    if (stats.compactionPaused()) {
      out.line("compaction PAUSED: kodiak compaction resume ends that");
    }
    for (TableStats table : tables) {
      out.line().line("table      " + table.name());
      describe(table).forEach(out::line);
      FormatListing.lines(table.formatStats()).forEach(out::line);
      new TreeListing(Path.of(stats.directory()), table.name(), files ? Integer.MAX_VALUE : 0)
          .lines(table.runs())
          .forEach(out::line);
    }
    return ExitCode.OK;
  }

  private static List<String> describe(TableStats table) {
    return List.of(
        "composed   "
            + table.memtable()
            + ", "
            + String.join(" > ", table.formats())
            + ", "
            + table.policy(),
        String.format(
            Locale.ROOT,
            "memory   %36s entries  %10s",
            Figures.count(table.memtableEntries()),
            Figures.bytes(table.memtableBytes())));
  }

  private static void write(JsonGenerator json, DatabaseStats stats, List<TableStats> tables)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("directory", stats.directory());
    json.writeStringField("state", stats.state().name().toLowerCase(Locale.ROOT));
    json.writeNumberField("lastSequence", stats.lastSequence());
    json.writeNumberField("walBytes", stats.walBytes());
    json.writeStringField("recovery", stats.recovery());
    json.writeBooleanField("compactionPaused", stats.compactionPaused());
    json.writeArrayFieldStart("tables");
    for (TableStats table : tables) {
      write(json, table);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, TableStats table) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", table.name());
    json.writeStringField("memtable", table.memtable());
    json.writeArrayFieldStart("formats");
    for (String format : table.formats()) {
      json.writeString(format);
    }
    json.writeEndArray();
    json.writeStringField("compaction", table.policy());
    json.writeNumberField("memtableEntries", table.memtableEntries());
    json.writeNumberField("memtableBytes", table.memtableBytes());
    json.writeNumberField("sstableEntries", table.sstableEntries());
    json.writeNumberField("sstableBytes", table.sstableBytes());
    json.writeArrayFieldStart("layouts");
    for (FormatStats format : table.formatStats()) {
      write(json, format);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("files");
    for (Run run : table.runs()) {
      for (SSTableMeta file : run.tables()) {
        write(json, file);
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FormatStats format) throws IOException {
    json.writeStartObject();
    json.writeStringField("format", format.format());
    json.writeNumberField("version", format.version());
    json.writeStringField("encoding", format.encoding());
    json.writeNumberField("blockBytes", format.blockBytes());
    json.writeNumberField("files", format.files());
    json.writeNumberField("entries", format.entries());
    json.writeNumberField("bytes", format.bytes());
    json.writeNumberField("outdatedFiles", format.outdatedFiles());
    json.writeNumberField("outdatedBytes", format.outdatedBytes());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, SSTableMeta file) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", file.id());
    json.writeNumberField("level", file.level());
    json.writeNumberField("run", file.run());
    json.writeStringField("format", file.format());
    json.writeNumberField("entries", file.entries());
    json.writeNumberField("tombstones", file.tombstones());
    json.writeNumberField("bytes", file.bytes());
    json.writeEndObject();
  }
}
