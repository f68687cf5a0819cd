package io.kodiak.assembly;

import io.kodiak.assembly.EngineReader.Composition;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.TableOptions;
import io.kodiak.engine.simulation.Environment;
import io.kodiak.engine.simulation.Prediction;
import io.kodiak.engine.simulation.Simulation;
import io.kodiak.engine.storage.LocalStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/** A configuration that was read and found to be right, with all defaults. Nothing is open yet. */
public final class EffectiveConfiguration {
  private static final long MOST_FLUSHES = 5_000_000;

  private final Composition composition;
  private final Plugins plugins;

  EffectiveConfiguration(Composition composition, Plugins plugins) {
    this.composition = composition;
    this.plugins = plugins;
  }

  /** Where the database lies. */
  public Path directory() {
    return composition.directory();
  }

  /** How a table of that name is composed, whether there is one or not. */
  public TableOptions table(String name) {
    return composition.tables().apply(name);
  }

  /**
   * Predicts what the compaction policy of a table would make of a workload: the policy itself runs
   * over a simulated tree, and nothing is opened. The same workload gives the same prediction.
   *
   * @param table the name of the table, whether there is one or not
   * @throws KodiakException CONFIGURATION, when it is so much that it would take hours; PLUGIN,
   *     when the policy fails or makes a plan that is refused
   */
  public Prediction simulate(String table, WorkloadFile workload) {
    TableOptions options = table(table);
    Environment environment =
        workload.environment(
            options, composition.compactionThreads(), composition.compactionRate());
    double flushes = workload.flushes(environment);
    if (flushes > MOST_FLUSHES) {
      throw new KodiakException(
          KodiakException.Kind.CONFIGURATION,
          String.format(
              Locale.ROOT,
              "%,.0f flushes are more than can be simulated (%,d): write less (writes, bytes),"
                  + " or set a larger memtable.flush-size",
              flushes,
              MOST_FLUSHES));
    }
    try {
      return Simulation.run(
          workload.workload(), environment, options.policyName(), options.policy());
    } catch (IOException e) {
      throw new KodiakException(KodiakException.Kind.PLUGIN, String.valueOf(e.getMessage()), e);
    }
  }

  /** The plug-ins that could not be loaded. None of them was chosen, so the engine runs without. */
  public List<FailedPlugin> failedPlugins() {
    return List.copyOf(plugins.failed());
  }

  /**
   * Every setting in effect, with a comment that says where it was made: a configuration file of
   * its own that means the same. Of a table, only what differs from the defaults is shown; of the
   * plug-ins, only those that are used.
   */
  public String toHocon() {
    return Rendering.text(composition.root());
  }

  /**
   * A setting in effect.
   *
   * @param path where it is in the configuration
   * @param value its value, written as a configuration has it
   * @param origin where it was made: file and line, or in words
   */
  public record EffectiveSetting(String path, String value, String origin) {}

  /** What {@link #toHocon} shows, one by one. */
  public List<EffectiveSetting> settings() {
    return Rendering.settings(composition.root());
  }

  /**
   * Opens the database.
   *
   * @throws KodiakException as {@link Database#open} does
   */
  public Database open() {
    for (FailedPlugin failed : plugins.failed()) {
      LoggerFactory.getLogger(EffectiveConfiguration.class)
          .warn("Plug-in not loaded: {} from {}", failed, failed.location());
    }
    try {
      LocalStorage storage = new LocalStorage(directory(), composition.readMode());
      return Database.open(composition.options().storage(storage).build());
    } catch (KodiakException e) {
      throw e.kind() == KodiakException.Kind.CONFIGURATION ? explained(e) : e;
    }
  }

  /**
   * The data needs a format that is not here: the user wants to know which are, and why not this.
   */
  private KodiakException explained(KodiakException e) {
    return new KodiakException(
        e.kind(),
        e.getMessage() + "\n  " + plugins.known(PluginKind.FORMAT).replace("\n", "\n  "),
        e);
  }
}
