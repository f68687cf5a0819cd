package io.kodiak.testkit;

import java.util.SplittableRandom;

/**
 * What a run of tests is given from outside: the seed and how thorough to be.
 *
 * <p>{@code -Dkodiak.seed=N} repeats a run with the seed that an earlier one printed; {@code
 * -Dkodiak.nightly=true} makes tests that scale do {@value #NIGHTLY_FACTOR} times the work.
 */
public final class TestRun {
  /** How much more a nightly run does. */
  public static final int NIGHTLY_FACTOR = 20;

  private static final String SEED = "kodiak.seed";

  private TestRun() {}

  /**
   * The seed of one test: what {@code -Dkodiak.seed} says, or a fresh one. It is printed either
   * way, so that a failure can be repeated.
   *
   * @param test what the seed is for, such as the name of the test
   */
  public static long seed(String test) {
    String given = System.getProperty(SEED);
    long seed =
        given == null || given.isBlank()
            ? new SplittableRandom().nextLong() & Long.MAX_VALUE
            : Long.parseLong(given.trim());
    System.out.println(test + ": -D" + SEED + "=" + seed);
    return seed;
  }

  /** Whether this run may take hours. */
  public static boolean nightly() {
    return Boolean.getBoolean("kodiak.nightly");
  }

  /** The given amount of work, or {@value #NIGHTLY_FACTOR} times that in a nightly run. */
  public static int scaled(int amount) {
    return nightly() ? Math.multiplyExact(amount, NIGHTLY_FACTOR) : amount;
  }
}
