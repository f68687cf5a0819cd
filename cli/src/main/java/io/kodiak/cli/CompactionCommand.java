package io.kodiak.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.kodiak.engine.database.CompactionStatus;
import io.kodiak.engine.database.Database;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Pauses and resumes compaction, and tells what it does. */
@Command(
    name = "compaction",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "pause|resume|status",
    description = {
      "Pause or resume compaction of all tables, or tell what it does.",
      "A pause lasts, whoever opens the database, until compaction is resumed. Flushes go on meanwhile, so "
          + "runs pile up and lookups become slower."
    },
    subcommands = {
      CompactionCommand.Pause.class,
      CompactionCommand.Resume.class,
      CompactionCommand.Status.class
    })
final class CompactionCommand implements Runnable {
  @ParentCommand private KodiakCommand kodiak;

  @Override
  public void run() {
    throw kodiak.usage("compaction needs a command: pause, resume or status");
  }

  private int change(Predicate<Database> change, String changed, String unchanged) {
    try (Database database = kodiak.openExisting()) {
      kodiak.shell().out().line(change.test(database) ? changed : unchanged);
    }
    return ExitCode.OK;
  }

  /** Since when compaction is paused, for a line of text. */
  static String paused(CompactionStatus status) {
    long since = status.pausedSinceMillis();
    return "PAUSED" + (since == 0 ? "" : " since " + Instant.ofEpochMilli(since));
  }

  /** Pauses it. */
  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = "Pause compaction of all tables until it is resumed.")
  static final class Pause implements Callable<Integer> {
    @ParentCommand private CompactionCommand compaction;

    @Override
    public Integer call() {
      return compaction.change(
          Database::pauseCompaction,
          "compaction is paused; kodiak compaction resume ends that",
          "compaction was paused already");
    }
  }

  /** Resumes it. */
  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "End a pause. Compaction runs whenever the database is open.")
  static final class Resume implements Callable<Integer> {
    @ParentCommand private CompactionCommand compaction;

    @Override
    public Integer call() {
      return compaction.change(
          Database::resumeCompaction, "compaction is resumed", "compaction was not paused");
    }
  }

  /** Tells what it does. */
  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Tell whether compaction is paused, what runs, and what waits and why.")
  static final class Status implements Callable<Integer> {
    @ParentCommand private CompactionCommand compaction;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Override
    public Integer call() {
      CompactionStatus status;
      try (Database database = compaction.kodiak.openExisting()) {
        status = database.compactionStatus();
      }
      Output out = compaction.kodiak.shell().out();
      if (json) {
        out.json(generator -> write(generator, status));
        return ExitCode.OK;
      }
      out.line("compaction  " + (status.paused() ? paused(status) : "not paused"));
      CompactionListing.running(status.running()).forEach(out::line);
      CompactionListing.planned(status.waiting(), "waits").forEach(out::line);
      return ExitCode.OK;
    }

    private static void write(JsonGenerator json, CompactionStatus status) throws IOException {
      json.writeStartObject();
      json.writeBooleanField("paused", status.paused());
      if (status.pausedSinceMillis() > 0) {
        json.writeStringField(
            "pausedSince", Instant.ofEpochMilli(status.pausedSinceMillis()).toString());
      }
      CompactionListing.writeRunning(json, "running", status.running());
      CompactionListing.writePlanned(json, "waiting", status.waiting());
      json.writeEndObject();
    }
  }
}
