import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.compaction.leveled.LeveledProvider;
import io.kodiak.compaction.tiered.TieredProvider;
import io.kodiak.compaction.unified.UnifiedProvider;

/** Compaction policies, one package each. */
module io.kodiak.compaction {
  requires io.kodiak.api;
  requires static org.jspecify;

  provides CompactionPolicyProvider with
      LeveledProvider,
      TieredProvider,
      UnifiedProvider;
}
