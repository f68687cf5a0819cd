package io.kodiak.benchmarks.store;

import io.kodiak.api.Settings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Settings given as a map of numbers and texts, everything else by default. Keys of sections are
 * joined by dots.
 *
 * @param values by key
 */
public record PlainSettings(Map<String, Object> values) implements Settings {
  /** Copies the map. */
  public PlainSettings {
    values = Map.copyOf(values);
  }

  @Override
  public String text(String key, String defaultValue) {
    return (String) values.getOrDefault(key, defaultValue);
  }

  @Override
  public String choice(String key, String defaultValue, List<String> choices) {
    String choice = text(key, defaultValue);
    if (!choices.contains(choice)) {
      throw new IllegalArgumentException(key + " = " + choice + " is none of " + choices);
    }
    return choice;
  }

  @Override
  public boolean flag(String key, boolean defaultValue) {
    return (boolean) values.getOrDefault(key, defaultValue);
  }

  @Override
  public long number(String key, long defaultValue, long min, long max) {
    long value = ((Number) values.getOrDefault(key, defaultValue)).longValue();
    if (value < min || value > max) {
      throw new IllegalArgumentException(key + " = " + value + " is not in " + min + ".." + max);
    }
    return value;
  }

  @Override
  public double decimal(String key, double defaultValue, double min, double max) {
    return ((Number) values.getOrDefault(key, defaultValue)).doubleValue();
  }

  @Override
  public long bytes(String key, long defaultValue, long min, long max) {
    return number(key, defaultValue, min, max);
  }

  @Override
  public Duration duration(String key, Duration defaultValue, Duration min, Duration max) {
    return (Duration) values.getOrDefault(key, defaultValue);
  }

  @Override
  public Settings section(String key) {
    String prefix = key + ".";
    return new PlainSettings(
        values.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith(prefix))
            .collect(
                Collectors.toUnmodifiableMap(
                    entry -> entry.getKey().substring(prefix.length()), Map.Entry::getValue)));
  }
}
