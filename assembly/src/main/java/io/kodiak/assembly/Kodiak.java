package io.kodiak.assembly;

import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KodiakException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Opens databases: the entry point of this library.
 *
 * <pre>{@code
 * try (Database db = Kodiak.open(Path.of("kodiak.conf"))) {
 *   Table users = db.table("users");
 *   users.put(key, value);
 * }
 * }</pre>
 */
public final class Kodiak {
  private Kodiak() {}

  /**
   * Opens the database that a configuration file describes.
   *
   * @throws KodiakException CONFIGURATION, with every problem of the file, each with its line, and
   *     then nothing was touched; otherwise as {@link Database#open} does
   */
  public static Database open(Path file) {
    return builder().file(file).open();
  }

  /**
   * Opens the database that a configuration file describes, with some settings replaced.
   *
   * @param overrides values by path below {@code kodiak}, such as {@code "wal.sync"}; see {@link
   *     EngineBuilder#set(String, Object)}
   * @throws KodiakException as {@link #open(Path)} does
   */
  public static Database open(Path file, Map<String, ?> overrides) {
    EngineBuilder builder = builder().file(file);
    overrides.forEach(builder::set);
    return builder.open();
  }

  /** Begins with the defaults, to compose an engine in code. */
  public static EngineBuilder builder() {
    return new EngineBuilder();
  }
}
