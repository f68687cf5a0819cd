package io.kodiak.cli;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Table;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints the entries of a range of keys. */
@Command(
    name = "scan",
    mixinStandardHelpOptions = true,
    description = {
      "Print entries in the order of their keys, one a line: the key, a tab, the value.",
      "In both, \\t \\n \\r \\\\ \\xNN stand for what would break the line and for bytes that are not UTF-8."
    })
final class ScanCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Mixin private KeyRangeOptions keys;

  @Option(names = "--limit", paramLabel = "N", description = "At most N entries.")
  private long limit = Long.MAX_VALUE;

  @Option(names = "--reverse", description = "From the last key to the first.")
  private boolean reverse;

  @Option(names = "--keys-only", description = "Print no values.")
  private boolean keysOnly;

  @Option(names = "--json", description = "Print a JSON object a line.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 0) {
      throw kodiak.usage("--limit is " + limit + "; it cannot be negative");
    }
    KeyRange range = keys.range(kodiak);
    kodiak.tableName();
    Output out = kodiak.shell().out();
    Notation notation = kodiak.notation();
    try (Database database = kodiak.openExisting()) {
      Table table = kodiak.existingTable(database);
      try (Scan scan = reverse ? table.scanDescending(range) : table.scan(range)) {
        for (long printed = 0; printed < limit && scan.next(); printed++) {
          notation.print(out, json, scan.key(), keysOnly ? null : scan.value());
        }
        out.flush();
      }
    }
    return ExitCode.OK;
  }
}
