package io.kodiak.benchmarks.memtable;

import io.kodiak.benchmarks.base.Host;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures memtables, in turns, each in a JVM of its own in every round; keeps all figures in a
 * file, and makes tables and a chart of it.
 */
@Command(
    name = "benchmarks/memtables",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures every memtable, beside the JDK's skip list and RocksDB's memtable.")
public final class MemtableSuite implements Callable<Integer> {
  @Option(names = "--suite", description = "quick (about 20 minutes) or standard (about an hour).")
  private Effort effort = Effort.quick;

  @Option(
      names = "--memtables",
      split = ",",
      description = "Names, or with settings: NAME:key=value. Default: all.")
  private List<String> memtables = Subjects.names();

  @Option(names = "--keys", split = ",", description = "Kinds of keys: random, sequential, url.")
  private List<String> keys = KeyShape.labels();

  @Option(names = "--entries", split = ",", description = "Default: 10000, 100000, 1000000.")
  private List<Integer> entries = List.of(10_000, 100_000, 1_000_000);

  @Option(names = "--rounds", description = "Rounds; the median counts. Default: by the suite.")
  private int rounds;

  @Option(names = "--seed", description = "What all random choices follow from.")
  private long seed = 42;

  @Option(names = "--heap", description = "The heap of each JVM.")
  private String heap = "3g";

  @Option(names = "--json", description = "The file of figures. Other memtables' stay in it.")
  private Path json = Path.of(System.getProperty("kodiak.bench.directory", "."), "memtables.jsonl");

  @Option(names = "--report", description = "Measure nothing, only report what the file holds.")
  private boolean reportOnly;

  @Option(names = "--cpu", description = "Report processor time instead of the clock's.")
  private boolean cpu;

  @Option(names = "--docs", description = "Write tables and chart to memtables.md and .svg there.")
  private @Nullable Path docs;

  @Spec private @Nullable CommandSpec spec;

  /** How many times their processor time lookups take on a machine with other work. */
  private static final double BUSY = 1.1;

  private final PrintStream log = System.err;

  /** How long to measure. */
  enum Effort {
    quick(3, 50, 120),
    standard(5, 200, 500);

    private final int rounds;
    private final int warmupMillis;
    private final int measureMillis;

    Effort(int rounds, int warmupMillis, int measureMillis) {
      this.rounds = rounds;
      this.warmupMillis = warmupMillis;
      this.measureMillis = measureMillis;
    }
  }

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new MemtableSuite()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    check();
    FigureFile file = new FigureFile(json);
    int failures = reportOnly ? 0 : measure(file);
    Figures figures = file.read();
    Tables tables = new Tables(figures, cpu);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.println(Host.describe());
    out.println();
    out.print(tables.summary());
    if (!cpu && figures.waiting() > BUSY) {
      log.printf(
          "The machine was busy: lookups took %.1f times their processor time, see --cpu.%n",
          figures.waiting());
    }
    if (docs != null) {
      new MemtableDocument(docs).write(tables, new Chart(figures, cpu));
    }
    return failures == 0 ? 0 : 1;
  }

  private void check() {
    try {
      keys.forEach(KeyShape::of);
      memtables.forEach(Subjects::check);
    } catch (IllegalArgumentException e) {
      throw wrong(e.getMessage());
    }
  }

  private ParameterException wrong(String problem) {
    if (spec == null) {
      throw new IllegalStateException(problem);
    }
    return new ParameterException(spec.commandLine(), problem);
  }

  /** Returns how many processes failed. */
  private int measure(FigureFile file) throws IOException {
    file.drop(memtables);
    int count = rounds > 0 ? rounds : effort.rounds;
    int failures = 0;
    List<String> order = new ArrayList<>(memtables);
    for (int round = 1; round <= count; round++) {
      for (String name : order) {
        long begin = System.nanoTime();
        boolean ended = work(name, round, file);
        failures += ended ? 0 : 1;
        log.printf(
            "round %d of %d  %-22s %5.1f s%s%n",
            round,
            count,
            name,
            (System.nanoTime() - begin) / 1e9,
            ended ? "" : "  FAILED, see above");
      }
      Collections.reverse(order);
    }
    return failures;
  }

  private boolean work(String name, int round, FigureFile file) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Host.java());
    command.addAll(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
    command.addAll(Host.FLAGS);
    String directory = json.toAbsolutePath().resolveSibling("memtables").toString();
    command.add("-Dkodiak.bench.directory=" + directory);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MemtableWorker.class.getName());
    command.add(name);
    command.add(String.join(",", keys));
    command.add(String.join(",", entries.stream().map(String::valueOf).toList()));
    command.add(Integer.toString(effort.warmupMillis));
    command.add(Integer.toString(effort.measureMillis));
    command.add(Long.toString(seed));
    command.add(Integer.toString(round));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        file.append(Figure.parse(line));
      }
      return process.waitFor() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
