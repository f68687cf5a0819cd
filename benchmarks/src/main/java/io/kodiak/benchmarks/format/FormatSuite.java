package io.kodiak.benchmarks.format;

import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.base.Host;
import io.kodiak.benchmarks.base.MeasuredSection;
import io.kodiak.benchmarks.base.WorkerProcess;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Measures single files of every format beside RocksDB's, operation by operation in turns, each
 * subject in a JVM of its own in every round; then DuckDB on files of the last level. Keeps all
 * figures in a file and makes tables of it.
 */
@Command(
    name = "benchmarks/formats",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures files of every format beside RocksDB's, and DuckDB on them.")
public final class FormatSuite implements Callable<Integer> {
  private static final String DUCKDB = "duckdb";

  /** How often a file is opened. */
  private static final String OPENS = "60";

  /** How often DuckDB runs each query. */
  private static final String QUERIES = "7";

  @Option(names = "--formats", split = ",", description = "Formats. Default: all installed.")
  private List<String> formats = List.copyOf(Plugins.all(SSTableFormatProvider.class).keySet());

  @Option(
      names = "--shapes",
      split = ",",
      description = "Compression and size of blocks: lz4-16k, lz4-4k, none-16k, zstd-16k.")
  private List<String> shapes = FileShape.ALL.stream().map(FileShape::label).toList();

  @Option(
      names = "--only",
      split = ",",
      description =
          "Operations: write, size, open, scan, decode, get, get-cached; and duckdb. Default: all.")
  private List<String> only = List.of();

  @Option(names = "--rows", description = "Rows of each file. Default: ${DEFAULT-VALUE}.")
  private int rows = 2_000_000;

  @Option(names = "--rounds", description = "Rounds; medians count. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--warmup-millis", description = "How long lookups run before they count.")
  private int warmupMillis = 500;

  @Option(names = "--measure-millis", description = "How long lookups and scans are measured.")
  private int measureMillis = 1_000;

  @Option(names = "--seed", description = "What all random choices follow from.")
  private long seed = 42;

  @Option(names = "--heap", description = "The heap of each JVM.")
  private String heap = "1536m";

  @Option(names = "--json", description = "The file of figures.")
  private Path json = Path.of(System.getProperty("kodiak.bench.directory", "."), "formats.jsonl");

  @Option(names = "--report", description = "Measure nothing, only report what the file holds.")
  private boolean reportOnly;

  @Option(names = "--docs", description = "Write the tables to formats.md there.")
  private @Nullable Path docs;

  @Option(names = "--profile", description = "Sample stacks while measuring, and print them.")
  private boolean profile;

  @Option(names = "--jvm", split = " ", description = "More flags for the JVMs.")
  private List<String> jvmFlags = List.of();

  private final PrintStream log = System.err;

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new FormatSuite()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (!reportOnly) {
      Files.deleteIfExists(json);
      measure();
    }
    Figures figures = new Figures(Files.readAllLines(json).stream().map(Figure::parse).toList());
    String text = head(figures) + "\n" + new FormatReport(figures).text("###");
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    out.print(text);
    if (docs != null) {
      Path document = docs.resolve("formats.md");
      String replaced = MeasuredSection.replace(Files.readString(document), text);
      Files.writeString(document, replaced);
    }
    return 0;
  }

  private String head(Figures figures) {
    return String.format(
        Locale.ROOT,
        "%s; %,d rows of %d + %d bytes, medians of %d rounds.%n",
        Host.describe(),
        rows,
        Rows.KEY_BYTES,
        Rows.VALUE_BYTES,
        figures.rounds());
  }

  private void measure() throws IOException {
    for (String format : formats) {
      // An unknown name ends it here, before anything is measured.
      Plugins.format(format, new PlainSettings(Map.of()));
    }
    List<FileShape> measured = shapes.stream().map(FileShape::of).toList();
    List<Operation> operations =
        only.isEmpty()
            ? List.of(Operation.values())
            : only.stream().filter(key -> !key.equals(DUCKDB)).map(Operation::of).toList();
    Path directory = Files.createDirectories(json.toAbsolutePath().resolveSibling("formats"));
    long begin = System.nanoTime();
    for (int round = 1; round <= rounds; round++) {
      if (!operations.isEmpty()) {
        round(round, directory, measured, operations);
      }
      if ((only.isEmpty() || only.contains(DUCKDB)) && formats.contains(DuckSession.FORMAT)) {
        duckDb(round, directory);
      }
      log.printf("round %d of %d after %.0f s%n", round, rounds, (System.nanoTime() - begin) / 1e9);
    }
  }

  private void round(
      int round, Path directory, List<FileShape> measured, List<Operation> operations)
      throws IOException {
    List<String> subjects = new ArrayList<>(formats);
    subjects.add(RocksSubject.NAME);
    List<WorkerProcess> workers = new ArrayList<>();
    try {
      for (String subject : subjects) {
        workers.add(start(subject, round, directory));
      }
      List<WorkerProcess> order = new ArrayList<>(workers);
      if (round % 2 == 0) {
        Collections.reverse(order);
      }
      for (WorkerProcess worker : order) {
        worker.ask(FormatWorker.WARM_UP);
      }
      for (FileShape shape : measured) {
        for (Operation operation : operations) {
          if (operation.fits(shape)) {
            turn(shape.label() + " " + operation.key(), directory, order);
          }
        }
      }
    } finally {
      for (WorkerProcess worker : workers) {
        worker.close();
      }
    }
  }

  private void turn(String request, Path directory, List<WorkerProcess> order) throws IOException {
    for (WorkerProcess worker : order) {
      Directories.writeBack(directory);
      keep(worker.ask(request));
    }
    Collections.reverse(order);
  }

  private WorkerProcess start(String subject, int round, Path directory) throws IOException {
    List<String> arguments =
        List.of(
            Integer.toString(rows),
            Long.toString(seed),
            Integer.toString(round),
            Integer.toString(warmupMillis),
            Integer.toString(measureMillis),
            OPENS,
            Boolean.toString(profile));
    return WorkerProcess.start(subject, directory, flags(), FormatWorker.class, arguments);
  }

  private List<String> flags() {
    List<String> flags =
        new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap, "-XX:+AlwaysPreTouch"));
    if (profile) {
      flags.addAll(WorkerProcess.PROFILE_FLAGS);
    }
    flags.addAll(jvmFlags);
    return flags;
  }

  private void duckDb(int round, Path directory) throws IOException {
    List<String> arguments =
        List.of(
            Integer.toString(rows),
            Long.toString(seed),
            Integer.toString(round),
            Integer.toString(warmupMillis),
            Integer.toString(measureMillis),
            QUERIES);
    try (WorkerProcess worker =
        WorkerProcess.start(DUCKDB, directory, flags(), DuckWorker.class, arguments)) {
      keep(worker.ask("scan"));
    }
  }

  private void keep(List<String> lines) throws IOException {
    for (String line : lines) {
      Figure figure = Figure.parse(line);
      log.printf(
          Locale.ROOT,
          "round %d  %-8s %-15s %-10s %-15s %,14.1f %,14.1f%n",
          figure.round(),
          figure.subject(),
          figure.shape(),
          figure.operation(),
          figure.way(),
          figure.value(),
          figure.cpuNanos());
    }
    Files.write(json, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
