package io.kodiak.compaction;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.testkit.CompactionPolicyContract;
import java.util.Map;

/** The contract for a policy with some settings, and the most runs that it then leaves. */
public abstract class SettingsContract extends CompactionPolicyContract {
  private final CompactionPolicyProvider provider;
  private final int mostRuns;
  private final Map<String, ?> settings;

  /** Examines what the provider creates from the settings. */
  protected SettingsContract(
      CompactionPolicyProvider provider, int mostRuns, Map<String, ?> settings) {
    this.provider = provider;
    this.mostRuns = mostRuns;
    this.settings = settings;
  }

  @Override
  protected CompactionPolicyProvider provider() {
    return provider;
  }

  @Override
  protected Map<String, ?> settings() {
    return settings;
  }

  @Override
  protected int mostRuns() {
    return mostRuns;
  }
}
