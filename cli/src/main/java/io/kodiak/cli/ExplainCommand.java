package io.kodiak.cli;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.TableExplanation;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Explains the trees of tables. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Explain the tree of all tables, or of those that are named: why it looks as it does, what would be "
          + "compacted next and why, what it costs, and what should be changed.",
      "What compaction did is counted since the database was opened, so ask the application that has it open "
          + "(Table.explain) for that."
    })
final class ExplainCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "TABLE", arity = "0..*", description = "The tables; all unless given.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--json", description = "Print a JSON object for each table.")
  private boolean json;

  @Override
  public Integer call() {
    kodiak.checkTableNames(names);
    List<TableExplanation> explanations = new ArrayList<>();
    try (Database database = kodiak.openExisting()) {
      for (Table table : kodiak.existingTables(database, names)) {
        explanations.add(table.explain());
      }
    }
    Output out = kodiak.shell().out();
    for (int i = 0; i < explanations.size(); i++) {
      ExplanationListing listing = new ExplanationListing(explanations.get(i));
      if (json) {
        out.jsonLine(listing::write);
      } else {
        if (i > 0) {
          out.line();
        }
        listing.lines().forEach(out::line);
      }
    }
    return ExitCode.OK;
  }
}
