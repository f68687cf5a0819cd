package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Removes a key. */
@Command(
    name = "delete",
    mixinStandardHelpOptions = true,
    description = "Remove a key. Exit code 1 when it was not there.")
final class DeleteCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "KEY", description = "The key.")
  private String key;

  @Override
  public Integer call() {
    byte[] keyBytes = kodiak.bytes("KEY", key);
    kodiak.tableName();
    try (Database database = kodiak.openExisting()) {
      Table table = kodiak.existingTable(database);
      if (table.get(keyBytes) == null) {
        throw new NotFound("there is no key \"" + key + "\"");
      }
      table.delete(keyBytes);
    }
    return ExitCode.OK;
  }
}
