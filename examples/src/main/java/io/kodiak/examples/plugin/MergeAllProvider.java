package io.kodiak.examples.plugin;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import java.util.List;
import java.util.stream.Collectors;

/** A compaction policy: once there are too many runs, it merges all of them into one. */
public final class MergeAllProvider implements CompactionPolicyProvider {
  @Override
  public String name() {
    return "acme-merge-all";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public CompactionPolicy create(Settings settings) {
    long maxRuns = settings.number("max-runs", 4, 1, 100);
    return tree ->
        tree.runs().size() <= maxRuns || !tree.busy().isEmpty()
            ? List.of()
            : List.of(
                new CompactionPlan(
                    tree.runs().stream()
                        .flatMap(run -> run.tables().stream())
                        .map(SSTableMeta::id)
                        .collect(Collectors.toSet()),
                    Math.max(1, tree.lastLevel()),
                    64 << 20,
                    0,
                    tree.runs().size() + " runs, allowed are " + maxRuns));
  }
}
