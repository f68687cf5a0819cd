package io.kodiak.compaction.leveled;

import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;

/** Draws settings of the policy for trees whose entries take a MiB each. */
public final class RandomSettings {
  private static final long MIB = 1L << 20;
  static final int MOST_LEVEL_ZERO_RUNS = 12;

  private RandomSettings() {}

  public static Map<String, ?> draw(SplittableRandom random) {
    return Map.of(
        "fanout",
        random.nextInt(2, 12),
        "level0-runs",
        random.nextInt(1, MOST_LEVEL_ZERO_RUNS + 1),
        "dynamic-level-sizes",
        random.nextInt(4) != 0,
        "base-level-size",
        MIB << random.nextInt(11),
        "target-file-size",
        MIB << random.nextInt(9),
        "tombstone-share",
        random.nextBoolean() ? 0 : random.nextDouble(),
        "max-age",
        random.nextBoolean() ? Duration.ZERO : Duration.ofSeconds(1 + random.nextInt(1_000)),
        "drain-after",
        Duration.ofSeconds(random.nextInt(60)));
  }
}
