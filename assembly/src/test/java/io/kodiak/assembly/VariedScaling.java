package io.kodiak.assembly;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.Settings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The policy {@code unified} with another scaling each time: a text, of which no test can draw
 * another value at random.
 */
final class VariedScaling implements CompactionPolicyProvider {
  private static final List<String> SCALINGS =
      List.of("T4", "L10", "N", "T8, T4, N, L4, L10", "T2, L2", "T3, T3, L3", "L2, T16");

  private final CompactionPolicyProvider unified;
  private final AtomicInteger created = new AtomicInteger();

  VariedScaling(CompactionPolicyProvider unified) {
    this.unified = unified;
  }

  @Override
  public String name() {
    return unified.name();
  }

  @Override
  public int spiVersion() {
    return unified.spiVersion();
  }

  @Override
  public CompactionPolicy create(Settings settings) {
    String scaling = SCALINGS.get(created.getAndIncrement() % SCALINGS.size());
    return unified.create(new WithScaling(settings, scaling));
  }

  private record WithScaling(Settings settings, String scaling) implements Settings {
    @Override
    public String text(String key, String defaultValue) {
      String set = settings.text(key, defaultValue);
      return key.equals("scaling") ? scaling : set;
    }

    @Override
    public String choice(String key, String defaultValue, List<String> choices) {
      return settings.choice(key, defaultValue, choices);
    }

    @Override
    public boolean flag(String key, boolean defaultValue) {
      return settings.flag(key, defaultValue);
    }

    @Override
    public long number(String key, long defaultValue, long min, long max) {
      return settings.number(key, defaultValue, min, max);
    }

    @Override
    public double decimal(String key, double defaultValue, double min, double max) {
      return settings.decimal(key, defaultValue, min, max);
    }

    @Override
    public long bytes(String key, long defaultValue, long min, long max) {
      return settings.bytes(key, defaultValue, min, max);
    }

    @Override
    public Duration duration(String key, Duration defaultValue, Duration min, Duration max) {
      return settings.duration(key, defaultValue, min, max);
    }

    @Override
    public Settings section(String key) {
      return settings.section(key);
    }
  }
}
