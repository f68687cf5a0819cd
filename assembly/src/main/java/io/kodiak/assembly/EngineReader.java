package io.kodiak.assembly;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.kodiak.assembly.TableReader.ConfiguredTable;
import io.kodiak.engine.database.DatabaseOptions;
import io.kodiak.engine.database.SyncMode;
import io.kodiak.engine.database.TableOptions;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the whole section {@code kodiak} into the options of a database. */
final class EngineReader {
  /** The rule of the engine, so that a wrong name is found together with everything else. */
  private static final Pattern TABLE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /** Less in a second is a forgotten unit: compaction would never keep up with anything. */
  private static final long LEAST_COMPACTION_RATE = 64 << 10;

  private final Section root;
  private final Plugins plugins;
  private final Problems problems;
  private final UnaryOperator<Path> base;

  /**
   * A reader.
   *
   * @param base makes a relative path of the configuration absolute
   */
  EngineReader(Section root, Plugins plugins, Problems problems, UnaryOperator<Path> base) {
    this.root = root;
    this.plugins = plugins;
    this.problems = problems;
    this.base = base;
  }

  /**
   * What was read.
   *
   * @param directory the database
   * @param readMode how its files are read
   * @param options everything but the storage, which is not opened yet
   * @param tables the options of a table, by its name
   * @param compactionThreads how many threads compact
   * @param compactionRate how many bytes all compactions read and write in a second; 0: no limit
   * @param root the section, for showing it
   */
  record Composition(
      Path directory,
      ReadMode readMode,
      DatabaseOptions.Builder options,
      Function<String, TableOptions> tables,
      int compactionThreads,
      long compactionRate,
      Section root) {}

  /** Reads all of it; {@code null} when there was a problem, which is noted. */
  @Nullable Composition read() {
    root.choice("profile", Reference.PROFILES.get(0), Reference.PROFILES);
    Path directory = path(root, "directory", root.text("directory", "data"));
    boolean mapped = root.choice("read-mode", "mmap", List.of("mmap", "pread")).equals("mmap");
    DatabaseOptions.Builder options = DatabaseOptions.builder();
    options.cacheBytes(readCache());
    int threads = (int) root.number("compaction-threads", 1, 1, 64);
    long rate = readCompactionRate();
    options.compactionThreads(threads).compactionRate(rate);
    readLog(root.section("wal"), options);
    Path folder = pluginFolder(root);
    if (folder != null && directory != null) {
      checkApart(folder, directory);
    }
    Function<String, TableOptions> tables = readTables(options);
    root.reportUnknown();
    if (!problems.isEmpty() || directory == null || tables == null) {
      return null;
    }
    ReadMode readMode = mapped ? ReadMode.MAPPED : ReadMode.POSITIONED;
    return new Composition(directory, readMode, options, tables, threads, rate, root);
  }

  private long readCompactionRate() {
    long rate = root.bytes("compaction-rate", 0, 0, 1L << 40);
    if (rate > 0 && rate < LEAST_COMPACTION_RATE) {
      root.problem(
          "compaction-rate",
          "expected 0, for no limit, or at least " + Units.bytes(LEAST_COMPACTION_RATE));
    }
    return rate;
  }

  private long readCache() {
    long bytes = root.bytes("cache-size", 256L << 20, 1 << 20, 1L << 40);
    long heap = Runtime.getRuntime().maxMemory();
    // The default may be too much for a small heap as well, but that is no mistake of the user.
    if (bytes >= heap && !root.isDefault("cache-size")) {
      root.problem(
          "cache-size", "more than the heap of this JVM, " + (heap >> 20) + " MiB (java -Xmx)");
    }
    return bytes;
  }

  private static void readLog(Section wal, DatabaseOptions.Builder options) {
    List<String> modes = Stream.of(SyncMode.values()).map(EngineReader::word).toList();
    String sync = wal.choice("sync", word(SyncMode.ALWAYS), modes);
    Duration interval =
        wal.duration(
            "sync-interval", Duration.ofMillis(100), Duration.ofMillis(1), Duration.ofHours(1));
    long segment = wal.bytes("segment-size", 64L << 20, 64 << 10, 1L << 30);
    long max = wal.bytes("max-size", 1L << 30, 64 << 10, 1L << 40);
    if (max < segment) {
      wal.problem("max-size", "expected at least segment-size, which is " + Units.bytes(segment));
    }
    options.sync(SyncMode.valueOf(sync.toUpperCase(Locale.ROOT)), interval).wal(segment, max);
  }

  /** The folder of plug-ins; {@code null} when there is none. */
  @Nullable Path pluginFolder(Section kodiak) {
    Section section = kodiak.section("plugins");
    String folder = section.optionalText("directory");
    return folder == null ? null : path(section, "directory", folder);
  }

  private @Nullable Path path(Section section, String key, String text) {
    try {
      if (text.isEmpty()) {
        section.problem(key, "expected the path of a folder");
        return null;
      }
      Path path = base.apply(Path.of(text)).normalize();
      section.show(key, Literals.text(path.toString()));
      return path;
    } catch (InvalidPathException e) {
      section.problem(key, "not a path: " + e.getReason());
      return null;
    }
  }

  /** What lies in the database may have come with the data: it is never run. */
  private void checkApart(Path folder, Path directory) {
    if (real(folder).startsWith(real(directory))) {
      root.section("plugins").problem("directory", "plug-ins are not loaded from the database");
    }
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.toAbsolutePath();
    }
  }

  private @Nullable Function<String, TableOptions> readTables(DatabaseOptions.Builder options) {
    TableReader reader = new TableReader(plugins);
    Section defaults = root.section("table-defaults", "", null);
    ConfiguredTable byDefault = reader.read(defaults, true);
    Map<String, TableOptions> named = new HashMap<>();
    Section tables = root.section("tables");
    ConfigObject values = tables.values();
    for (String name : new TreeSet<>(values.keySet())) {
      ConfigValue value = values.get(name);
      if (!TABLE.matcher(name).matches()) {
        problems.add(
            tables.place(name),
            "tables."
                + Literals.key(name)
                + ": not a table name; expected at most 64 lower-case "
                + "letters, digits, hyphens and underscores, beginning with a letter or digit");
      }
      if (value instanceof ConfigObject object && object.isEmpty()) {
        tables.section(name);
        continue; // exactly the defaults
      }
      Section table = tables.section(name, "", defaults.values());
      TableOptions read = reader.read(table, false).options();
      if (read != null) {
        named.put(name, read);
      }
    }
    TableOptions fallback = byDefault.options();
    if (fallback == null) {
      return null;
    }
    Function<String, TableOptions> byName = name -> named.getOrDefault(name, fallback);
    options.tables(byName).formats(byDefault.formats());
    return byName;
  }

  private static String word(SyncMode mode) {
    return mode.name().toLowerCase(Locale.ROOT);
  }
}
