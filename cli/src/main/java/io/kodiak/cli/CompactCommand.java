package io.kodiak.cli;

import io.kodiak.api.KeyRange;
import io.kodiak.engine.database.CompactionRequest;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Merges tables, or some of their keys. */
@Command(
    name = "compact",
    mixinStandardHelpOptions = true,
    description = {
      "Merge all tables, or those that are named, into one run each without old versions and deletions.",
      "With a range, only the files that overlap it are merged, each as a whole. Interrupted, nothing has "
          + "changed."
    })
final class CompactCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "TABLE", arity = "0..*", description = "The tables; all unless given.")
  private List<String> names = new ArrayList<>();

  @Mixin private KeyRangeOptions keys;

  @Option(
      names = "--level",
      paramLabel = "N",
      description =
          "Merge levels 0 to N into level N, and leave deeper ones alone; the deepest unless given.")
  private @Nullable Integer level;

  @Override
  public Integer call() {
    CompactionRequest request = request();
    kodiak.checkTableNames(names);
    try (Database database = kodiak.openExisting()) {
      for (Table table : kodiak.existingTables(database, names)) {
        table.flush();
        TableStats before = table.stats();
        compact(table, request);
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

  private CompactionRequest request() {
    KeyRange range = keys.range(kodiak);
    if (range.isEmpty()) {
      throw kodiak.usage("--to has to be greater than --from: no key lies between");
    }
    CompactionRequest request = CompactionRequest.ALL.withRange(range);
    if (level == null) {
      return request;
    }
    try {
      return request.withLevel(level);
    } catch (IllegalArgumentException e) {
      throw kodiak.usage("--level: " + e.getMessage());
    }
  }

  private void compact(Table table, CompactionRequest request) {
    Progress progress = new Progress(kodiak.shell(), "bytes");
    try {
      table.compact(request, now -> progress.updateBytes(now.bytesDone(), now.bytes()));
    } finally {
      progress.clear();
    }
  }

  private static String size(TableStats stats) {
    return Figures.count(stats.sstableEntries(), "entry", "entries")
        + " in "
        + Figures.bytes(stats.sstableBytes());
  }
}
