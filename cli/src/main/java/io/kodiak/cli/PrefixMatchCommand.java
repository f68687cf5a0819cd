package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KeyValue;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Prints the longest key that another begins with. */
@Command(
    name = "prefix-match",
    mixinStandardHelpOptions = true,
    description = {
      "Print the entry with the longest key that KEY begins with: the key, a tab, the value.",
      "They are written as by scan. Exit code 1 when there is none."
    })
final class PrefixMatchCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "KEY", description = "What the key of the entry is a prefix of.")
  private String key;

  @Option(names = "--json", description = "Print key and value as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    byte[] keyBytes = kodiak.bytes("KEY", key);
    kodiak.tableName();
    KeyValue found;
    try (Database database = kodiak.openExisting()) {
      found = kodiak.existingTable(database).longestPrefixMatch(keyBytes);
    }
    if (found == null) {
      throw new NotFound("there is no key that \"" + key + "\" begins with");
    }
    kodiak.notation().print(kodiak.shell().out(), json, found.key(), found.value());
    return ExitCode.OK;
  }
}
