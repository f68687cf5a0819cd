package io.kodiak.engine.simulation;

import java.util.List;

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
 * @param recorded the keys of {@link Distribution#RECORDED}; of the others empty
 */
public record Workload(
    double keys,
    long writes,
    int keyBytes,
    int valueBytes,
    double deletes,
    Distribution distribution,
    double theta,
    long seed,
    List<KeyClass> recorded) {
  /** Which keys are written. */
  public enum Distribution {
    /** All equally often, in random order. */
    UNIFORM,
    /** Few very often, and these anywhere among the others. */
    ZIPFIAN,
    /** Each once, in rising order. */
    SEQUENTIAL,
    /** Each once: many series side by side, each in rising order. */
    TIME_SERIES,
    /** As in a recorded trace: classes of keys, each key of a class equally often. */
    RECORDED
  }

  /** Checks the numbers. */
  public Workload {
    require(keys >= 1, "keys", "1 or more");
    require(writes >= 1, "writes", "1 or more");
    require(keyBytes >= 1, "key-size", "1 byte or more");
    require(valueBytes >= 0, "value-size", "0 bytes or more");
    require(deletes >= 0 && deletes < 1, "deletes", "0 or more, and less than 1");
    require(theta > 0 && theta != 1, "theta", "more than 0, and not 1");
    recorded = List.copyOf(recorded);
    if (recorded.isEmpty() == (distribution == Distribution.RECORDED)) {
      throw new IllegalArgumentException("a recorded workload, and no other, has classes of keys");
    }
  }

  /** A workload that is not recorded. */
  public Workload(
      double keys,
      long writes,
      int keyBytes,
      int valueBytes,
      double deletes,
      Distribution distribution,
      double theta,
      long seed) {
    this(keys, writes, keyBytes, valueBytes, deletes, distribution, theta, seed, List.of());
  }

  /**
   * So many writes of the kind that a trace has: more of them than it has go on as it did, with the
   * same keys, and with new ones at the same rate.
   *
   * <p>When nine of ten writes have a new key that lies beyond all earlier ones, that is {@link
   * Distribution#SEQUENTIAL}. Fewer new keys are taken to lie anywhere.
   *
   * @param writes how many puts and deletes, at least 1
   */
  public static Workload of(TraceSummary trace, long writes, long seed) {
    double all = trace.writes();
    double puts = Math.max(1, all - trace.deletes());
    boolean sequential =
        trace.newShare() >= MOSTLY_NEW && trace.newKeys() != TraceSummary.NewKeys.ANYWHERE;
    return new Workload(
        sequential ? writes : trace.keys(),
        writes,
        (int) Math.max(1, Math.round(trace.keyBytes() / all)),
        (int) Math.round(trace.valueBytes() / puts),
        Math.min(MOST_DELETES, trace.deletes() / all),
        sequential ? Distribution.SEQUENTIAL : Distribution.RECORDED,
        COMMON_THETA,
        seed,
        sequential ? List.of() : trace.classes());
  }

  private static final double MOSTLY_NEW = 0.9;
  private static final double MOST_DELETES = 0.999;
  private static final double COMMON_THETA = 0.99;

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
    return switch (distribution) {
      case RECORDED -> KeyClasses.of(recorded);
      case ZIPFIAN -> KeyClasses.zipfian(keys, theta);
      default -> KeyClasses.uniform(keys);
    };
  }

  /** Whether every write has a key of its own. */
  boolean isFresh() {
    return distribution == Distribution.SEQUENTIAL || distribution == Distribution.TIME_SERIES;
  }
}
