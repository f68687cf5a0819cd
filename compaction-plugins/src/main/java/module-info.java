import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.compaction.leveled.LeveledProvider;

/** Compaction policies, one package each. */
module io.kodiak.compaction {
  requires io.kodiak.api;
  requires static org.jspecify;

  provides CompactionPolicyProvider with
      LeveledProvider;
}
