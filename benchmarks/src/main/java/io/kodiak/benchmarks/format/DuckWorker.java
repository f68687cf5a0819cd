package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.WorkerProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The process in which DuckDB scans files, once for each line of its input; prints figures, a line
 * of JSON each. Whatever goes wrong ends it with a stack trace.
 */
public final class DuckWorker {
  private DuckWorker() {}

  /**
   * Runs the worker.
   *
   * @param args its name, directory, rows, seed, round, warm-up and measuring time of lookups in
   *     milliseconds, repetitions of each query
   */
  public static void main(String[] args) throws IOException {
    PrintStream out = System.out;
    System.setOut(System.err);
    long seed = Long.parseLong(args[3]);
    FormatSession.Effort effort =
        new FormatSession.Effort(
            Integer.parseInt(args[5]), Integer.parseInt(args[6]), /* opens= */ 0);
    DuckSession session =
        new DuckSession(
            Path.of(args[1]),
            new Rows(Integer.parseInt(args[2]), seed),
            seed,
            effort,
            Integer.parseInt(args[7]));
    BufferedReader input =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      session.run(Integer.parseInt(args[4]), figure -> out.println(figure.json()));
      out.println(WorkerProcess.DONE);
      out.flush();
    }
  }
}
