package io.kodiak.benchmarks.workload;

import io.kodiak.benchmarks.base.WorkerProcess;
import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.StoreOptions;
import io.kodiak.benchmarks.store.Walk;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * The process in which one engine runs its workloads of one round: reads the name of a workload
 * from standard input, runs it, prints its results, a line of JSON each, and then the line {@value
 * WorkerProcess#DONE}; again until the input ends.
 *
 * <p>Whatever goes wrong ends the process with a stack trace.
 */
public final class Worker {
  /** The workload that only warms up. */
  public static final String WARM_UP = "warm-up";

  private final Session session;
  private final Store.Opener opener;
  private final PrintStream out;

  private Worker(Session session, Store.Opener opener, PrintStream out) {
    this.session = session;
    this.opener = opener;
    this.out = out;
  }

  /**
   * Runs the worker.
   *
   * @param args engine, directory, entries, warm-up and measuring time in milliseconds, seed,
   *     whether to profile
   */
  public static void main(String[] args) throws IOException {
    PrintStream results = System.out;
    // What a library prints must not end up among the results.
    System.setOut(System.err);
    Sizing sizing =
        new Sizing(
            Integer.parseInt(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Long.parseLong(args[5]));
    boolean profiled = Boolean.parseBoolean(args[6]);
    Profile profile = profiled ? Profile.printing(System.err) : Profile.off();
    Store.Opener opener = Engines.opener(args[0]);
    try (Session session = new Session(opener, Path.of(args[1]), sizing, profile)) {
      new Worker(session, opener, results).serve();
    }
  }

  private void serve() throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = input.readLine(); name != null; name = input.readLine()) {
      if (name.equals(WARM_UP)) {
        warmUp();
      } else {
        for (Result result : Workload.of(name).run(session)) {
          out.println(result.json(Map.of()));
        }
      }
      out.println(WorkerProcess.DONE);
      out.flush();
    }
  }

  /** Uses every kind of operation on a small store of its own, so that they get compiled. */
  private void warmUp() {
    Sizing sizing = session.sizing();
    Dataset data = new Dataset(Math.min(sizing.entries(), 200_000), sizing.seed());
    StoreOptions options =
        new StoreOptions(false, sizing.cacheBytes(), Sizing.WRITE_BUFFER_BYTES / 8);
    byte[] key = new byte[Dataset.KEY_BYTES];
    try (Store store = opener.open(session.path(WARM_UP), options)) {
      for (int generation = 0; generation < 2; generation++) {
        Filling.fill(store, data, data.order(generation), generation);
        for (int entry : data.order(5)) {
          data.key(entry, key);
          Reading.expect(data, entry, generation, store.get(key));
        }
      }
      store.settle();
      for (int repeat = 0; repeat < 3; repeat++) {
        Filling.check(store, data, 1);
      }
      for (int entry = 0; entry < data.entries(); entry += 10) {
        data.key(entry, key);
        try (Walk walk = store.walkFrom(key)) {
          walk.next();
        }
      }
    }
    session.delete(WARM_UP);
  }
}
