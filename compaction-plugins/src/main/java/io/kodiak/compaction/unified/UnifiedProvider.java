package io.kodiak.compaction.unified;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;

/**
 * The policy {@code unified}.
 *
 * <p>Settings: {@code scaling} (T4), {@code base-size} (64 MiB), {@code base-shards} (4), {@code
 * target-file-size} (64 MiB), {@code min-file-size} (8 MiB; at most half of the former). A scaling
 * that cannot be read is an {@link IllegalArgumentException}.
 */
public final class UnifiedProvider implements CompactionPolicyProvider {
  /** For the service loader. */
  public UnifiedProvider() {}

  @Override
  public String name() {
    return "unified";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public CompactionPolicy create(Settings settings) {
    return new UnifiedPolicy(UnifiedOptions.from(settings));
  }
}
