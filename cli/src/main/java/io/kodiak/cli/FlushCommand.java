package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Writes memtables to files. */
@Command(
    name = "flush",
    mixinStandardHelpOptions = true,
    description = "Write what is in memory to SSTables: all tables, or the one of -t.")
final class FlushCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Override
  public Integer call() {
    kodiak.tableName();
    try (Database database = kodiak.openExisting()) {
      if (kodiak.hasTable()) {
        kodiak.existingTable(database).flush();
      } else {
        database.flush();
      }
    }
    return ExitCode.OK;
  }
}
