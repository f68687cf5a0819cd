package io.kodiak.api;

import java.time.Duration;
import java.util.List;

/**
 * The settings of one plug-in, read by name and type, within bounds.
 *
 * <p>Every read names a default, which holds when the user set nothing. A value of the wrong type
 * or outside its bounds is reported to the user with file and line; the read then returns the
 * default, so that all problems of a configuration are found together. Asking for a key declares
 * it: what is never asked for is reported as unknown.
 *
 * <p>Keys are lower-case words joined by hyphens, such as {@code block-size}.
 */
public interface Settings {
  /** A text. */
  String text(String key, String defaultValue);

  /** One of the given words. */
  String choice(String key, String defaultValue, List<String> choices);

  /** Yes or no. */
  boolean flag(String key, boolean defaultValue);

  /** A whole number from {@code min} to {@code max}, both inclusive. */
  long number(String key, long defaultValue, long min, long max);

  /** A number with a fraction from {@code min} to {@code max}, both inclusive. */
  double decimal(String key, double defaultValue, double min, double max);

  /**
   * A size in bytes, written with or without a unit ({@code 64 MiB}), from {@code min} to {@code
   * max}, both inclusive.
   */
  long bytes(String key, long defaultValue, long min, long max);

  /**
   * A span of time, written with a unit ({@code 100 ms}), from {@code min} to {@code max}, both
   * inclusive.
   */
  Duration duration(String key, Duration defaultValue, Duration min, Duration max);

  /** The settings below {@code key}, such as those of one level; empty when the user set none. */
  Settings section(String key);
}
