package io.kodiak.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.assembly.EffectiveConfiguration;
import io.kodiak.assembly.WorkloadFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Predicts what configurations would make of a workload. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Predict what compaction would make of a workload with each of the configurations that are given by -c: "
          + "what is written, read and kept for each byte of yours, how many files there are, and how far "
          + "writers are held back.",
      "The real compaction policies run over a simulated tree; no database is opened. What a workload is made "
          + "of: docs/compaction.md."
    })
final class SimulateCommand implements Callable<Integer> {
  @ParentCommand private KodiakCommand kodiak;

  @Option(
      names = {"-w", "--workload"},
      paramLabel = "FILE",
      required = true,
      description = "What is written: a file with a section workload { … }.")
  private Path workload;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Also draw write and space amplification over the bytes written.")
  private @Nullable Path svg;

  @Option(names = "--json", description = "Print a JSON object.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    String table = kodiak.tableName();
    Map<String, EffectiveConfiguration> configurations = new LinkedHashMap<>();
    files().forEach((name, file) -> configurations.put(name, check(file)));
    WorkloadFile read = WorkloadFile.read(workload);
    List<Simulated> results = new ArrayList<>();
    configurations.forEach(
        (name, configuration) ->
            results.add(
                new Simulated(
                    name,
                    configuration.table(table).policyName(),
                    configuration.simulate(table, read))));
    if (svg != null) {
      draw(svg, SimulationChart.of(read.workload(), results).svg());
    }
    SimulationListing listing = new SimulationListing(read, table, results);
    Output out = kodiak.shell().out();
    if (json) {
      out.json(listing::write);
    } else {
      listing.lines().forEach(out::line);
    }
    return ExitCode.OK;
  }

  /** The configurations by the names that tell them apart. */
  private Map<String, @Nullable Path> files() {
    List<Path> given = kodiak.configurationFiles();
    Map<String, @Nullable Path> files = new LinkedHashMap<>();
    if (given.isEmpty()) {
      Path installed = kodiak.configurationFile();
      files.put(installed == null ? "the defaults" : installed.toString(), installed);
      return files;
    }
    List<String> names = FileLabels.of(given);
    for (int i = 0; i < given.size(); i++) {
      files.put(names.get(i), given.get(i));
    }
    return files;
  }

  private EffectiveConfiguration check(@Nullable Path file) {
    return kodiak.engine(file).check();
  }

  private static void draw(Path file, String picture) throws IOException {
    try (ExportFile target = ExportFile.create(file, false)) {
      target.stream().write(picture.getBytes(UTF_8));
      target.commit();
    }
  }
}
