package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.VerifyReport;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Reads everything and compares it with what it should be. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description =
        "Read every file, compare all checksums, decode all blocks. Exit code 3 when one is wrong.")
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Option(names = "--json", description = "Print the result as a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    VerifyReport report;
    Shell shell = kodiak.shell();
    try (Database database = kodiak.openExisting()) {
      Progress progress = new Progress(shell, "files");
      long[] files = new long[1];
      report = database.verify(file -> progress.update(files[0]++, -1));
      progress.clear();
    }
    if (json) {
      shell.out().json(generator -> write(generator, report));
    } else {
      report.problems().forEach(problem -> shell.out().line(problem));
      shell
          .out()
          .line(
              (report.isClean() ? "ok" : Figures.count(report.problems().size(), "problem"))
                  + ": "
                  + Figures.count(report.files(), "file")
                  + ", "
                  + Figures.count(report.blocks(), "block")
                  + ", "
                  + Figures.count(report.entries(), "entry", "entries")
                  + ", "
                  + Figures.bytes(report.bytes())
                  + " read");
    }
    return report.isClean() ? ExitCode.OK : ExitCode.DATA;
  }

  private static void write(JsonGenerator json, VerifyReport report) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("clean", report.isClean());
    json.writeNumberField("files", report.files());
    json.writeNumberField("blocks", report.blocks());
    json.writeNumberField("entries", report.entries());
    json.writeNumberField("bytes", report.bytes());
    json.writeArrayFieldStart("problems");
    for (String problem : report.problems()) {
      json.writeString(problem);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
