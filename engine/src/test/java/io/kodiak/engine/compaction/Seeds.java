package io.kodiak.engine.compaction;

import java.util.SplittableRandom;

/** Where the tests of this package get their random numbers: a seed that is printed. */
final class Seeds {
  private static final String SEED = "kodiak.seed";

  private Seeds() {}

  /** The seed that {@code -Dkodiak.seed} gives, or a fresh one. */
  static long seed(String test) {
    Long given = Long.getLong(SEED);
    long seed = given != null ? given : new SplittableRandom().nextLong() & Long.MAX_VALUE;
    System.out.println(test + ": -D" + SEED + "=" + seed);
    return seed;
  }
}
