package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints the value of a key. */
@Command(
    name = "get",
    mixinStandardHelpOptions = true,
    description =
        "Print the value of a key as it is, and end the line. Exit code 1 when it has none.")
final class GetCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "KEY", description = "The key.")
  private String key;

  @Option(names = "--raw", description = "Print nothing but the bytes of the value, no line end.")
  private boolean raw;

  @Option(names = "--json", description = "Print key and value as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    byte[] keyBytes = kodiak.bytes("KEY", key);
    kodiak.tableName();
    byte[] value;
    try (Database database = kodiak.openExisting()) {
      value = kodiak.existingTable(database).get(keyBytes);
    }
    if (value == null) {
      throw new NotFound("there is no key \"" + key + "\"");
    }
    print(keyBytes, value);
    return ExitCode.OK;
  }

  private void print(byte[] keyBytes, byte[] value) {
    Output out = kodiak.shell().out();
    Notation notation = kodiak.notation();
    if (json) {
      notation.print(out, true, keyBytes, value);
    } else if (raw) {
      out.bytes(value);
    } else if (notation == Notation.HEX) {
      out.line(notation.line(value));
    } else {
      out.bytes(value).line();
    }
  }
}
