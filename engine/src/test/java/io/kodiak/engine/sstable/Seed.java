package io.kodiak.engine.sstable;

import java.util.SplittableRandom;

/** Random numbers whose seed is printed and can be given again. */
public final class Seed {
  private Seed() {}

  /** Numbers from {@code -Dkodiak.seed}, or from a fresh seed. */
  public static SplittableRandom random(Object test) {
    Long given = Long.getLong("kodiak.seed");
    long seed = given != null ? given : new SplittableRandom().nextLong() & Long.MAX_VALUE;
    System.out.println(test.getClass().getSimpleName() + ": -Dkodiak.seed=" + seed);
    return new SplittableRandom(seed);
  }
}
