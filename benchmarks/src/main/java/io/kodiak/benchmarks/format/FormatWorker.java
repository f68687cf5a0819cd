package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.WorkerProcess;
import io.kodiak.benchmarks.workload.Profile;
import io.kodiak.benchmarks.workload.Stopwatch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * The process in which one subject is measured in one round. A request is a shape and an operation,
 * or {@value #WARM_UP}; the answer are figures, a line of JSON each.
 *
 * <p>Whatever goes wrong ends the process with a stack trace.
 */
public final class FormatWorker {
  /** The request that only warms up. */
  static final String WARM_UP = "warm-up";

  private static final int WARM_UP_ROWS = 150_000;
  private static final long WARM_UP_NANOS = 8_000_000_000L;

  private final Subject subject;
  private final FormatSession session;
  private final long seed;
  private final int round;
  private final Profile profile;
  private final PrintStream out;

  private FormatWorker(
      Subject subject,
      FormatSession session,
      long seed,
      int round,
      Profile profile,
      PrintStream out) {
    this.subject = subject;
    this.session = session;
    this.seed = seed;
    this.round = round;
    this.profile = profile;
    this.out = out;
  }

  /**
   * Runs the worker.
   *
   * @param args subject, directory, rows, seed, round, warm-up and measuring time in milliseconds,
   *     openings, whether to profile
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    // What a library prints must not end up among the results.
    System.setOut(System.err);
    Subject subject = subject(args[0], Path.of(args[1]));
    long seed = Long.parseLong(args[3]);
    FormatSession.Effort effort =
        new FormatSession.Effort(
            Integer.parseInt(args[5]), Integer.parseInt(args[6]), Integer.parseInt(args[7]));
    Rows rows = new Rows(Integer.parseInt(args[2]), seed);
    Profile profile = Boolean.parseBoolean(args[8]) ? Profile.printing(System.err) : Profile.off();
    FormatSession session = new FormatSession(subject, rows, seed, effort);
    new FormatWorker(subject, session, seed, Integer.parseInt(args[4]), profile, out).serve();
  }

  /** RocksDB, or the plug-in of that name. */
  static Subject subject(String name, Path directory) throws IOException {
    return name.equals(RocksSubject.NAME)
        ? new RocksSubject(directory)
        : new KodiakSubject(name, directory);
  }

  private void serve() throws IOException {
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      if (line.equals(WARM_UP)) {
        warmUp();
      } else {
        int space = line.indexOf(' ');
        FileShape shape = FileShape.of(line.substring(0, space));
        Operation operation = Operation.of(line.substring(space + 1));
        for (FormatSession.Cost cost : measure(line, shape, operation)) {
          out.println(
              new Figure(
                      subject.name(),
                      shape.label(),
                      operation.key(),
                      cost.way(),
                      round,
                      cost.nanos(),
                      cost.cpuNanos())
                  .json());
        }
      }
      out.println(WorkerProcess.DONE);
      out.flush();
    }
    subject.delete();
  }

  private List<FormatSession.Cost> measure(String name, FileShape shape, Operation operation) {
    return profile.around(
        name,
        () -> {
          try {
            return session.run(shape, operation);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Uses every operation with a small file of every shape, so that all of it gets compiled. */
  private void warmUp() throws IOException {
    FormatSession small =
        new FormatSession(
            subject,
            new Rows(WARM_UP_ROWS, seed),
            seed,
            new FormatSession.Effort(20, 20, /* opens= */ 30));
    // By processor time: on a busy machine the compiler waits for its turn, too.
    Stopwatch time = new Stopwatch();
    do {
      for (FileShape shape : FileShape.ALL) {
        for (Operation operation : Operation.values()) {
          small.run(shape, operation);
        }
      }
    } while (time.stop().cpuNanos() < WARM_UP_NANOS);
  }
}
