package io.kodiak.assembly;

import io.kodiak.assembly.EngineReader.Composition;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.storage.LocalStorage;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;

/** A configuration that was read and found to be right, with all defaults. Nothing is open yet. */
public final class EffectiveConfiguration {
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
