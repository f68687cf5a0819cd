package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Sets the value of a key. */
@Command(
    name = "put",
    mixinStandardHelpOptions = true,
    description =
        "Set the value of a key. The database and the table are made when there are none.")
final class PutCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "KEY", description = "1 byte to 64 KiB.")
  private String key;

  @Parameters(paramLabel = "VALUE", description = "0 bytes to 64 MiB.")
  private String value;

  @Override
  public Integer call() {
    byte[] keyBytes = kodiak.bytes("KEY", key);
    byte[] valueBytes = kodiak.bytes("VALUE", value);
    String table = kodiak.tableName();
    try (Database database = kodiak.open()) {
      database.table(table).put(keyBytes, valueBytes);
    }
    return ExitCode.OK;
  }
}
