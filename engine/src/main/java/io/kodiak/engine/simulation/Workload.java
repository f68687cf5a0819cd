package io.kodiak.engine.simulation;

/**
 * What users write in a simulation.
 *
 * @param keys how many different keys there are, at least 1; of {@link Distribution#SEQUENTIAL} and
 *     {@link Distribution#TIME_SERIES} every write has a key of its own
 * @param writes how many puts and deletes, at least 1
 * @param keyBytes the length of each key in bytes
 * @param valueBytes the length of each value in bytes
 * @param deletes the share of the writes that are deletes, 0 to 1, exclusive
 * @param distribution which keys are written
 * @param theta how uneven {@link Distribution#ZIPFIAN} is: above 0, not 1; 0.99 is common
 * @param seed what random choices follow from
 */
public record Workload(
    double keys,
    long writes,
    int keyBytes,
    int valueBytes,
    double deletes,
    Distribution distribution,
    double theta,
    long seed) {
  /** Which keys are written. */
  public enum Distribution {
    /** All equally often, in random order. */
    UNIFORM,
    /** Few very often, and these anywhere among the others. */
    ZIPFIAN,
    /** Each once, in rising order. */
    SEQUENTIAL,
    /** Each once: many series side by side, each in rising order. */
    TIME_SERIES
  }

  /** Checks the numbers. */
  public Workload {
    require(keys >= 1, "keys", "1 or more");
    require(writes >= 1, "writes", "1 or more");
    require(keyBytes >= 1, "key-size", "1 byte or more");
    require(valueBytes >= 0, "value-size", "0 bytes or more");
    require(deletes >= 0 && deletes < 1, "deletes", "0 or more, and less than 1");
    require(theta > 0 && theta != 1, "theta", "more than 0, and not 1");
  }

  private static void require(boolean holds, String what, String range) {
    if (!holds) {
      throw new IllegalArgumentException("the " + what + " of a workload must be " + range);
    }
  }

  /** The bytes of keys and values that are written in all. */
  public double bytes() {
    return writes * (keyBytes + (1 - deletes) * valueBytes);
  }

  KeyClasses classes() {
    return distribution == Distribution.ZIPFIAN
        ? KeyClasses.zipfian(keys, theta)
        : KeyClasses.uniform(keys);
  }

  /** Whether every write has a key of its own. */
  boolean isFresh() {
    return distribution == Distribution.SEQUENTIAL || distribution == Distribution.TIME_SERIES;
  }
}
