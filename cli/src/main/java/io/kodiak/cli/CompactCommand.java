package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Merges tables into one run each. */
@Command(
    name = "compact",
    mixinStandardHelpOptions = true,
    description =
        "Merge all tables, or the one of -t, into one run without old versions and deletions.")
final class CompactCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Override
  public Integer call() {
    kodiak.tableName();
    try (Database database = kodiak.openExisting()) {
      List<Table> tables =
          kodiak.hasTable()
              ? List.of(kodiak.existingTable(database))
              : database.tableNames().stream().map(database::table).toList();
      for (Table table : tables) {
        table.flush();
        TableStats before = table.stats();
        table.compact();
        TableStats after = table.stats();
        kodiak
            .shell()
            .out()
            .line("table \"" + table.name() + "\"  " + size(before) + " -> " + size(after))
            .flush();
      }
    }
    return ExitCode.OK;
  }

  private static String size(TableStats stats) {
    return Figures.count(stats.sstableEntries(), "entry", "entries")
        + " in "
        + Figures.bytes(stats.sstableBytes());
  }
}
