package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.base.WorkerProcess;
import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.StoreOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The process of one contender in one round: first a small load that warms up, then, for each line
 * of its input, the whole one.
 */
public final class OverwriteWorker {
  /**
   * Kodiak's {@code leveled} waits ten seconds before it takes a table for quiet, and is asked
   * every five seconds.
   */
  private static final Duration REST = Duration.ofSeconds(16);

  private OverwriteWorker() {}

  /**
   * Runs the worker.
   *
   * @param args contender, directory, round, then keys, writes, bytes of a memtable, seed
   */
  public static void main(String[] args) throws IOException {
    PrintStream results = System.out;
    // What a library prints must not end up among the results.
    System.setOut(System.err);
    Contender contender = Contender.of(args[0]);
    Path directory = Path.of(args[1]);
    int round = Integer.parseInt(args[2]);
    Load load = Load.parse(args[3], args[4], args[5], args[6]);
    Load small =
        new Load(
            Math.min(load.keys(), 200_000),
            Math.min(load.writes(), 800_000),
            load.writeBufferBytes() / 8,
            load.seed());
    run(contender, round, small, directory.resolve("warm-up"), Duration.ZERO);
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    while (input.readLine() != null) {
      results.println(run(contender, round, load, directory.resolve("store"), REST).json());
      results.println(WorkerProcess.DONE);
      results.flush();
    }
  }

  private static Outcome run(
      Contender contender, int round, Load load, Path directory, Duration rest) throws IOException {
    Files.createDirectories(directory);
    StoreOptions options =
        new StoreOptions(false, Load.CACHE_BYTES, load.writeBufferBytes(), contender.option());
    try (Store store = Engines.opener(contender.engine()).open(directory, options)) {
      return new OverwriteSession(load, store, directory, rest).run(contender, round);
    }
  }
}
