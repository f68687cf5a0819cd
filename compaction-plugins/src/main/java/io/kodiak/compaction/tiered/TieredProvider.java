package io.kodiak.compaction.tiered;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/**
 * The policy {@code tiered}.
 *
 * <p>Settings: {@code size-ratio} (0.5), {@code min-merge-width} (4), {@code max-merge-width} (32;
 * at least the former), {@code max-runs} (12), {@code space-amplification-percent} (200), {@code
 * max-merge-size} (1 GiB), {@code target-file-size} (64 MiB).
 */
public final class TieredProvider implements CompactionPolicyProvider {
  /** For the service loader. */
  public TieredProvider() {}

  @Override
  public String name() {
    return "tiered";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public CompactionPolicy create(Settings settings) {
    return new TieredPolicy(TieredOptions.from(settings));
  }
}
