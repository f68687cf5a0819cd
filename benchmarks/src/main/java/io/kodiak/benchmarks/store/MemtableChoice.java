package io.kodiak.benchmarks.store;

import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import java.util.HashMap;
import java.util.Map;

/**
 * A memtable with settings, as users write it: {@code hash-skiplist:prefix-length=14}. What is not
 * set has its default.
 *
 * @param name the plug-in
 * @param settings by key
 */
public record MemtableChoice(String name, Map<String, Object> settings) {
  /** Copies the settings. */
  public MemtableChoice {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads a name with settings behind it, each after a colon.
   *
   * @throws IllegalArgumentException when no such memtable is installed, or a setting has no value
   */
  public static MemtableChoice parse(String text) {
    String[] parts = text.split(":", -1);
    Map<String, Object> settings = new HashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("\"" + parts[i] + "\" is not of the form key=value");
      }
      settings.put(parts[i].substring(0, equals), value(parts[i].substring(equals + 1)));
    }
    if (!Plugins.all(MemtableProvider.class).containsKey(parts[0])) {
      throw new IllegalArgumentException(
          "no memtable is named \""
              + parts[0]
              + "\"; known: "
              + Plugins.all(MemtableProvider.class).keySet());
    }
    return new MemtableChoice(parts[0], settings);
  }

  private static Object value(String text) {
    if (text.matches("-?[0-9]+")) {
      return Long.valueOf(text);
    }
    if (text.matches("-?[0-9]*\\.[0-9]+")) {
      return Double.valueOf(text);
    }
    return text.matches("true|false") ? Boolean.valueOf(text) : text;
  }

  /** The same with one more setting, unless it is set already. */
  public MemtableChoice orElse(String key, Object value) {
    Map<String, Object> more = new HashMap<>(settings);
    more.putIfAbsent(key, value);
    return new MemtableChoice(name, more);
  }

  /** Makes memtables of it. */
  public MemtableFactory factory() {
    return Plugins.memtable(name, new PlainSettings(settings));
  }

  /** An empty one that would be flushed at that size. */
  public Memtable empty(long flushBytes) {
    return factory().create(flushBytes);
  }
}
