package io.kodiak.assembly;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import io.kodiak.api.Provider;
import io.kodiak.assembly.EngineReader.Composition;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KodiakException;
import io.kodiak.engine.database.SyncMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Composes an engine in code. Whatever a configuration file can say, this can: both become the same
 * configuration, are checked by the same rules, and report every problem together, when {@link
 * #check} or {@link #open} is called.
 *
 * <p>What is set here overrides the {@link #file}, when there is one. Not safe for use by several
 * threads.
 */
public final class EngineBuilder {
  private static final String ORIGIN = "builder";

  private final Map<String, Chosen> overrides = new LinkedHashMap<>();
  private final List<Provider<?>> providers = new ArrayList<>();
  private @Nullable Path file;
  private UnaryOperator<@Nullable String> environment = System::getenv;
  private boolean services = true;

  private record Chosen(Object value, String origin) {}

  EngineBuilder() {}

  /** Reads a configuration file, which all other settings of this builder override. */
  public EngineBuilder file(Path configuration) {
    file = configuration;
    return this;
  }

  /** Begins with the defaults of that name. */
  public EngineBuilder profile(String name) {
    return set("profile", name);
  }

  /** Where the database lies; a relative path starts at the working directory. */
  public EngineBuilder directory(Path directory) {
    return set("directory", directory);
  }

  /** When writes are forced to the device. */
  public EngineBuilder sync(SyncMode mode) {
    return set("wal.sync", mode.name().toLowerCase(Locale.ROOT));
  }

  /** How often writes are forced with {@link SyncMode#INTERVAL}. */
  public EngineBuilder syncInterval(Duration interval) {
    return set("wal.sync-interval", interval);
  }

  /** The most heap that decoded blocks take, in bytes. */
  public EngineBuilder cacheSize(long bytes) {
    return set("cache-size", bytes);
  }

  /** How many threads compact: that many compactions run at once, or parts of large ones. */
  public EngineBuilder compactionThreads(int threads) {
    return set("compaction-threads", threads);
  }

  /** How many bytes all compactions together read and write in a second; 0: as many as they can. */
  public EngineBuilder compactionRate(long bytesPerSecond) {
    return set("compaction-rate", bytesPerSecond);
  }

  /** A folder of plug-ins; a relative path starts at the working directory. */
  public EngineBuilder pluginFolder(Path folder) {
    return set("plugins.directory", folder);
  }

  /** Adds a plug-in that is not found as a service. */
  public EngineBuilder plugin(Provider<?> provider) {
    providers.add(provider);
    return this;
  }

  /** Composes every table that has no composition of its own. */
  public EngineBuilder tableDefaults(Consumer<TableBuilder> composition) {
    composition.accept(new TableBuilder(this, "table-defaults"));
    return this;
  }

  /** Composes one table. What is not set is as for every other table. */
  public EngineBuilder table(String name, Consumer<TableBuilder> composition) {
    composition.accept(new TableBuilder(this, ConfigUtil.joinPath("tables", name)));
    return this;
  }

  /**
   * Sets any key of the configuration.
   *
   * @param path the path below {@code kodiak}, such as {@code "wal.segment-size"}
   * @param value a {@link String}, which is read as in a file ({@code "64 MiB"}), or a {@link
   *     Number} (sizes in bytes), {@link Boolean}, {@link Duration}, {@link Path}, {@link Iterable}
   *     or {@link Map} of these
   */
  public EngineBuilder set(String path, Object value) {
    return set(path, value, ORIGIN);
  }

  /**
   * Sets any key of the configuration.
   *
   * @param origin where it comes from, in words for messages, such as {@code "option --directory"}
   */
  public EngineBuilder set(String path, Object value, String origin) {
    overrides.put(path, new Chosen(plain(value), origin));
    return this;
  }

  EngineBuilder environment(UnaryOperator<@Nullable String> variables) {
    environment = variables;
    return this;
  }

  /** Leaves out every plug-in that was not given to {@link #plugin}. */
  EngineBuilder onlyGivenPlugins() {
    services = false;
    return this;
  }

  private static Object plain(Object value) {
    if (value instanceof Path path) { // before Iterable, which a path is as well
      return path.toAbsolutePath().toString();
    }
    if (value instanceof Duration duration) {
      return Units.duration(duration);
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, item) -> plain.put(String.valueOf(key), plain(item)));
      return plain;
    }
    if (value instanceof Iterable<?> items) {
      List<Object> plain = new ArrayList<>();
      items.forEach(item -> plain.add(plain(item)));
      return plain;
    }
    return value;
  }

  /**
   * Reads everything and creates the plug-ins, but opens nothing.
   *
   * @throws KodiakException CONFIGURATION, with every problem
   */
  public EffectiveConfiguration check() {
    Problems problems = new Problems();
    Layers layers = load(problems);
    Composition composition = layers.reader(problems).read();
    problems.throwIfAny();
    return new EffectiveConfiguration(
        Objects.requireNonNull(composition, "composition"), layers.plugins());
  }

  /**
   * Finds the plug-ins that this configuration can choose.
   *
   * @throws KodiakException CONFIGURATION, when it cannot be read far enough to know where they are
   */
  public PluginInventory plugins() {
    Problems problems = new Problems();
    Plugins plugins = load(problems).plugins();
    problems.throwIfAny();
    return plugins.inventory();
  }

  private Layers load(Problems problems) {
    return Layers.load(
        file,
        overlay(problems),
        environment,
        folder -> Plugins.find(services, folder, providers, problems),
        problems);
  }

  /**
   * Opens the database.
   *
   * @throws KodiakException CONFIGURATION, with every problem, and then nothing was touched;
   *     otherwise as {@link Database#open} does
   */
  public Database open() {
    return check().open();
  }

  private Config overlay(Problems problems) {
    Config overlay = ConfigFactory.empty(ORIGIN);
    for (Map.Entry<String, Chosen> entry : overrides.entrySet()) {
      Chosen chosen = entry.getValue();
      try {
        overlay =
            overlay.withValue(
                "kodiak." + entry.getKey(),
                ConfigValueFactory.fromAnyRef(chosen.value(), chosen.origin()));
      } catch (ConfigException e) {
        problems.add(new Place(chosen.origin(), 0), entry.getKey() + ": " + ConfigFiles.reason(e));
      }
    }
    return overlay;
  }
}
