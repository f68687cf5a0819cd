package io.kodiak.benchmarks.suite;

import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.base.WorkerProcess;
import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.store.KodiakStore;
import io.kodiak.benchmarks.workload.Result;
import io.kodiak.benchmarks.workload.Sizing;
import io.kodiak.benchmarks.workload.Worker;
import io.kodiak.benchmarks.workload.Workload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/**
 * Runs the workloads on each engine, in turns, and prints what it measured.
 *
 * <p>In every round each engine has a JVM of its own, and both go through the list of workloads
 * side by side: while one runs a workload the other waits, and who goes first changes with every
 * workload and every round. So a ratio compares what was measured seconds apart.
 */
@Command(
    name = "benchmarks/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures Kodiak side by side with another engine.")
public final class Suite implements Callable<Integer> {
  @Option(names = "--suite", description = "quick (1 M entries) or standard (4 M entries).")
  private Size size = Size.quick;

  @Option(names = "--against", description = "The engine to compare with: rocksdb, none.")
  private String against = Engines.ROCKSDB;

  @Option(names = "--engine", description = "Measure this engine alone.")
  private @Nullable String engine;

  @Option(names = "--only", split = ",", description = "Workloads to run; default: all of them.")
  private List<String> only = List.of();

  @Option(names = "--rounds", description = "Rounds; the median counts. Default: by the suite.")
  private int rounds;

  @Option(names = "--entries", description = "Entries of the store. Default: by the suite.")
  private int entries;

  @Option(names = "--measure-millis", description = "How long a read workload is measured.")
  private int measureMillis;

  @Option(names = "--seed", description = "What all random choices follow from.")
  private long seed = 42;

  @Option(
      names = "--memtable",
      converter = MemtableName.class,
      description = "Kodiak's memtable, or NAME:key=value. Default: ${DEFAULT-VALUE}.")
  private String memtable = KodiakStore.DEFAULT_MEMTABLE;

  @Option(names = "--json", description = "Append every result to this file as a line of JSON.")
  private @Nullable Path json;

  @Option(names = "--directory", description = "Where the stores lie while they are measured.")
  private Path directory = Path.of("benchmarks", "target", "stores");

  @Option(names = "--profile", description = "Sample stacks while measuring, and print them.")
  private boolean profile;

  @Option(names = "--jvm", split = " ", description = "More flags for the JVMs of all engines.")
  private List<String> jvmFlags = List.of();

  private final PrintStream log = System.err;

  /** Lets only memtables pass that are installed. */
  static final class MemtableName implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      try {
        KodiakStore.memtableFlag(name);
        return name;
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }

  /** The sizes. */
  enum Size {
    quick(1_000_000, 3, 500, 1_500),
    standard(4_000_000, 5, 3_000, 6_000);

    private final int entries;
    private final int rounds;
    private final int warmupMillis;
    private final int measureMillis;

    Size(int entries, int rounds, int warmupMillis, int measureMillis) {
      this.entries = entries;
      this.rounds = rounds;
      this.warmupMillis = warmupMillis;
      this.measureMillis = measureMillis;
    }
  }

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new Suite()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<String> engines = engines();
    List<Workload> workloads =
        only.isEmpty()
            ? List.of(Workload.values())
            : only.stream().map(Workload::of).sorted().toList();
    Sizing sizing =
        new Sizing(
            entries > 0 ? entries : size.entries,
            size.warmupMillis,
            measureMillis > 0 ? measureMillis : size.measureMillis,
            seed);
    int count = rounds > 0 ? rounds : size.rounds;
    Files.createDirectories(directory);
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    List<String> flags = new ArrayList<>(List.of(KodiakStore.memtableFlag(memtable)));
    flags.addAll(jvmFlags);
    Environment.describe(out, engines, sizing, count, flags);
    Measurements measurements = new Measurements();
    for (int round = 1; round <= count; round++) {
      round(round, engines, workloads, sizing, flags, measurements);
    }
    out.println();
    out.print(new Report(measurements, engines).table());
    return 0;
  }

  private List<String> engines() {
    List<String> engines = new ArrayList<>();
    if (engine != null) {
      engines.add(engine);
    } else {
      engines.add(Engines.KODIAK);
      if (!against.equals("none")) {
        engines.add(against);
      }
    }
    engines.forEach(Engines::opener);
    return engines;
  }

  private void round(
      int round,
      List<String> engines,
      List<Workload> workloads,
      Sizing sizing,
      List<String> flags,
      Measurements measurements)
      throws IOException {
    List<WorkerProcess> workers = new ArrayList<>();
    try {
      for (String name : engines) {
        workers.add(EngineProcess.start(name, directory, sizing, flags, profile));
      }
      List<WorkerProcess> order = new ArrayList<>(workers);
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      for (WorkerProcess worker : order) {
        worker.ask(Worker.WARM_UP);
      }
      for (Workload workload : workloads) {
        for (WorkerProcess worker : order) {
          Directories.writeBack(directory);
          for (String line : worker.ask(workload.label())) {
            Result result = Result.parse(line);
            measurements.add(worker.name(), result);
            note(round, worker.name(), result);
          }
        }
        Collections.reverse(order);
      }
    } finally {
      for (WorkerProcess worker : workers) {
        worker.close();
      }
    }
  }

  private void note(int round, String name, Result result) throws IOException {
    log.printf(
        "round %d  %-8s %-20s %,14.1f %-6s %s%n",
        round, name, result.name(), result.value(), result.unit().symbol(), result.detail());
    Path file = json;
    if (file != null) {
      Map<String, Object> more =
          Map.of("engine", name, "round", round, "suite", size.name(), "memtable", memtable);
      String line = result.json(more);
      Files.writeString(
          file,
          line + "\n",
          java.nio.file.StandardOpenOption.CREATE,
          java.nio.file.StandardOpenOption.APPEND);
    }
  }
}
