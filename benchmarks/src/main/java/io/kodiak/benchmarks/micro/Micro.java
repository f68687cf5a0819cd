package io.kodiak.benchmarks.micro;

import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Provider;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.benchmarks.memtable.Subjects;
import io.kodiak.benchmarks.store.Plugins;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.Main;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs micro-benchmarks as JMH's own command does, with two differences: the allocation is always
 * measured, and a benchmark of plug-ins runs over all that are installed unless {@code -p} chooses.
 */
public final class Micro {
  private Micro() {}

  /** Runs the command; the arguments are JMH's. */
  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].matches("-h|-l|-lp|-lprof|-lrf")) {
      Main.main(args);
      return;
    }
    try {
      CommandLineOptions given = new CommandLineOptions(args);
      ChainedOptionsBuilder options =
          new OptionsBuilder().parent(given).addProfiler(GCProfiler.class).shouldFailOnError(true);
      install(options, given, "memtable", MemtableProvider.class, Subjects.REFERENCES);
      install(options, given, "format", SSTableFormatProvider.class, List.of());
      new Runner(options.build()).run();
    } catch (CommandLineOptionException | RunnerException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private static <P extends Provider<?>> void install(
      ChainedOptionsBuilder options,
      CommandLineOptions given,
      String parameter,
      Class<P> kind,
      List<String> more) {
    if (given.getParameter(parameter).hasValue()) {
      return;
    }
    List<String> names = new ArrayList<>(Plugins.all(kind).keySet());
    names.addAll(more);
    if (!names.isEmpty()) {
      options.param(parameter, names.toArray(String[]::new));
    }
  }
}
