package io.kodiak.engine.database;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.storage.InUseException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The one place where what is thrown below the facade becomes what the facade throws. */
final class Errors {
  private Errors() {}

  /**
   * The exception to throw for {@code cause}. An {@link Error} is not turned into an exception: it
   * is thrown as it is.
   *
   * @param doing what failed, for the message: {@code table "users": get}
   */
  static KodiakException translate(String doing, Throwable cause) {
    if (cause instanceof KodiakException known) {
      return known;
    }
    if (cause instanceof Error error && !isReadFault(cause)) {
      throw error;
    }
    return new KodiakException(kind(cause), doing + ": " + message(cause), cause);
  }

  static Kind kind(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    if (cause instanceof CorruptionException) {
      return Kind.CORRUPTION;
    }
    if (cause instanceof PluginException) {
      return Kind.PLUGIN;
    }
    if (isReadFault(cause)) {
      return Kind.IO;
    }
    if (cause instanceof InUseException) {
      return Kind.CONFLICT;
    }
    return cause instanceof IOException ? Kind.IO : Kind.PLUGIN;
  }

  /**
   * Whether the operating system could not read a page of a mapped file, such as a bad sector or
   * the end of a file that was cut. Java reports that as an error of its own, at times a little
   * late.
   */
  static boolean isReadFault(Throwable cause) {
    return cause instanceof InternalError
        && String.valueOf(cause.getMessage()).contains("memory access operation");
  }

  private static Throwable unwrapped(Throwable thrown) {
    return thrown instanceof UncheckedIOException wrapper ? wrapper.getCause() : thrown;
  }

  /**
   * What to tell of {@code thrown}: a message of ours as it is, another with its kind before it.
   */
  static String message(Throwable thrown) {
    Throwable cause = unwrapped(thrown);
    String text = cause.getMessage();
    if (text != null && isOwn(cause)) {
      return text;
    }
    return cause.getClass().getSimpleName() + (text == null ? "" : ": " + text);
  }

  private static boolean isOwn(Throwable cause) {
    return cause.getClass() == IOException.class
        || cause.getClass().getName().startsWith("io.kodiak.");
  }
}
