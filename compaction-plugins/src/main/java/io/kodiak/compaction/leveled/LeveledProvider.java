package io.kodiak.compaction.leveled;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/**
 * The policy {@code leveled}.
 *
 * <p>Settings: {@code fanout} (10), {@code level0-runs} (4), {@code dynamic-level-sizes} (true),
 * {@code base-level-size} (256 MiB), {@code target-file-size} (64 MiB), {@code tombstone-share}
 * (0.5), {@code max-age} (0: none), {@code drain-after} (10 s).
 */
public final class LeveledProvider implements CompactionPolicyProvider {
  /** For the service loader. */
  public LeveledProvider() {}

  @Override
  public String name() {
    return "leveled";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public CompactionPolicy create(Settings settings) {
    return new LeveledPolicy(LeveledOptions.from(settings));
  }
}
