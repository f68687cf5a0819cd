package io.kodiak.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Shows what is in a columnar file. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = {
      "Show what is in a Parquet, ORC or Arrow file (Arrow streams as well), whoever wrote it: rows, columns "
          + "with types and statistics, row groups, properties; of Kodiak's own also table, level, "
          + "sequences and keys.",
      "No database is opened. Exit code 3 when it is no such file, or damaged."
    })
final class InspectCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Parameters(paramLabel = "FILE", description = "The file.")
  private Path file;

  @Option(names = "--rows", paramLabel = "N", description = "Show the first N rows as well.")
  private long rows;

  @Option(names = "--json", description = "Print the result as a JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    ColumnarModule.require("inspect");
    if (rows < 0) {
      throw kodiak.usage("--rows is a number of rows, not " + rows);
    }
    // What names a class of the module stays out of the commands: picocli looks at their methods.
    Inspection.print(file, kodiak.notation(), rows, json, kodiak.shell().out());
    return ExitCode.OK;
  }
}
