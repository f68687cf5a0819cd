package io.kodiak.engine.database;

import java.io.Serial;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exception of the facade. Its {@link #kind()} says who can do something about it, its
 * message what happened, to which file, key or table, and what to do.
 */
public final class KodiakException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What went wrong, by who can mend it. */
  public enum Kind {
    /** The configuration cannot be used; nothing was touched. */
    CONFIGURATION,
    /** Bytes on disk are not what was written there. */
    CORRUPTION,
    /** The operating system refused a file operation. */
    IO,
    /** The database, or what was made from it, is closed. */
    CLOSED,
    /** A plug-in broke its contract. */
    PLUGIN,
    /** Someone else holds the database. */
    CONFLICT
  }

  private final Kind kind;

  /** Reports a problem. */
  public KodiakException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** Reports a problem and what caused it. */
  public KodiakException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
  }

  /** What went wrong, by who can mend it. */
  public Kind kind() {
    return kind;
  }
}
