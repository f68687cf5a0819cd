package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.base.Host;
import io.kodiak.benchmarks.base.MeasuredSection;
import io.kodiak.benchmarks.base.WorkerProcess;
import io.kodiak.benchmarks.overwrite.Outcome.Figure;
import io.kodiak.benchmarks.store.StoreOptions;
import io.kodiak.benchmarks.workload.Dataset;
import io.kodiak.benchmarks.workload.Sizing;
import io.kodiak.engine.sstable.PluginException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Overwrites random entries of a store as fast as it takes them, under every compaction policy of
 * Kodiak and of RocksDB, one after another, each in a JVM of its own in every round.
 */
@Command(
    name = "benchmarks/overwrite",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Measures compaction policies under sustained overwrites, beside RocksDB's.")
public final class OverwriteSuite implements Callable<Integer> {
  @Option(
      names = "--suite",
      description = "quick (200 k keys, 1 M writes) or standard (2 M, 10 M).")
  private Size size = Size.standard;

  @Option(names = "--only", split = ",", description = "Contenders. Default: all.")
  private List<String> only = Arrays.stream(Contender.values()).map(Contender::label).toList();

  @Option(names = "--keys", description = "Keys. Default: by the suite.")
  private int keys;

  @Option(names = "--writes", description = "Overwrites. Default: by the suite.")
  private long writes;

  @Option(
      names = "--write-buffer",
      description = "MiB at which memtables are flushed. Default: ${DEFAULT-VALUE}.")
  private int writeBufferMebibytes = 64;

  @Option(names = "--rounds", description = "Rounds; medians count. Default: ${DEFAULT-VALUE}.")
  private int rounds = 3;

  @Option(names = "--seed", description = "What all random choices follow from.")
  private long seed = 42;

  @Option(names = "--json", description = "The file of outcomes.")
  private Path json = Path.of(System.getProperty("kodiak.bench.directory", "."), "overwrite.jsonl");

  @Option(names = "--svg", description = "Draw the first round to this file.")
  private @Nullable Path svg;

  @Option(names = "--docs", description = "Write the tables to compaction.md there, in --section.")
  private @Nullable Path docs;

  @Option(names = "--section", description = "The measured section of compaction.md.")
  private String section = "overwrites";

  @Option(names = "--report", description = "Measure nothing, only report what the file holds.")
  private boolean reportOnly;

  @Option(names = "--jvm", split = " ", description = "More flags for the JVMs.")
  private List<String> jvmFlags = List.of();

  private final PrintStream log = System.err;

  /** The sizes. */
  enum Size {
    quick(200_000, 1_000_000),
    standard(2_000_000, 10_000_000);

    private final int keys;
    private final long writes;

    Size(int keys, long writes) {
      this.keys = keys;
      this.writes = writes;
    }
  }

  /** Runs the command. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new OverwriteSuite()).execute(args));
  }

  @Override
  public Integer call() throws IOException, PluginException {
    Load load =
        new Load(
            keys > 0 ? keys : size.keys,
            writes > 0 ? writes : size.writes,
            (long) writeBufferMebibytes << 20,
            seed);
    if (!reportOnly) {
      Files.deleteIfExists(json);
      measure(load);
    }
    List<Outcome> outcomes = Files.readAllLines(json).stream().map(Outcome::parse).toList();
    String text = text(load, outcomes);
    new PrintStream(System.out, true, StandardCharsets.UTF_8).print(text);
    if (svg != null) {
      Files.writeString(svg, OverwriteChart.of(load, outcomes).svg());
    }
    if (docs != null) {
      Path document = docs.resolve("compaction.md");
      Files.writeString(
          document, MeasuredSection.replace(Files.readString(document), section, text));
    }
    return 0;
  }

  private static String text(Load load, List<Outcome> outcomes) {
    OverwriteReport report = new OverwriteReport(outcomes);
    String head =
        String.format(
            Locale.ROOT,
            "%s; %,d overwrites of %,d keys, %d + %d bytes each, memtables of %d MiB, medians of %d rounds.",
            Host.describe(),
            load.writes(),
            load.keys(),
            Dataset.KEY_BYTES,
            Dataset.VALUE_BYTES,
            load.writeBufferBytes() >> 20,
            outcomes.stream().mapToInt(Outcome::round).max().orElse(0));
    return head + "\n\n" + report.table() + "\n" + report.comparison();
  }

  private void measure(Load load) throws IOException {
    List<Contender> order = new ArrayList<>(only.stream().map(Contender::of).sorted().toList());
    Path directory = Files.createDirectories(json.toAbsolutePath().resolveSibling("overwrite"));
    for (int round = 1; round <= rounds; round++) {
      for (Contender contender : order) {
        Directories.writeBack(directory);
        keep(run(contender, round, load, directory));
      }
      Collections.reverse(order);
    }
  }

  private List<String> run(Contender contender, int round, Load load, Path directory)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of(Integer.toString(round)));
    arguments.addAll(load.arguments());
    try (WorkerProcess worker =
        WorkerProcess.start(
            contender.label(),
            directory,
            flags(contender, load),
            OverwriteWorker.class,
            arguments)) {
      return worker.ask("run");
    }
  }

  /**
   * Equal memory: what RocksDB takes outside the heap, Kodiak gets as more heap. The heap is
   * touched before, so that no put waits for the pages that a collection is the first to write to.
   */
  private List<String> flags(Contender contender, Load load) {
    long heap = Sizing.HARNESS_BYTES;
    if (contender.isKodiak()) {
      heap += Load.CACHE_BYTES + StoreOptions.WRITE_BUFFERS * load.writeBufferBytes();
    }
    List<String> flags =
        new ArrayList<>(
            List.of(
                "-Xms" + (heap >> 20) + "m", "-Xmx" + (heap >> 20) + "m", "-XX:+AlwaysPreTouch"));
    flags.addAll(jvmFlags);
    return flags;
  }

  private void keep(List<String> lines) throws IOException {
    for (String line : lines) {
      Outcome outcome = Outcome.parse(line);
      log.printf(
          Locale.ROOT,
          "round %d  %-18s %,10.0f/s  p99.9 %,8.0f us  worst %,8.1f ms  write %5.2f  space %5.2f%n",
          outcome.round(),
          outcome.contender().label(),
          outcome.figure(Figure.THROUGHPUT),
          outcome.figure(Figure.P999),
          outcome.figure(Figure.WORST) / 1e3,
          outcome.figure(Figure.WRITE_AMPLIFICATION),
          outcome.figure(Figure.SPACE_AMPLIFICATION));
    }
    Files.write(json, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
