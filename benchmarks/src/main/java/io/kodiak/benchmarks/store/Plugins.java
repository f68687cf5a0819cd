package io.kodiak.benchmarks.store;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Provider;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.Settings;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The plug-ins on the class path, by name. */
public final class Plugins {
  private Plugins() {}

  /** Makes memtables of the named kind. */
  public static MemtableFactory memtable(String name, Settings settings) {
    return find(MemtableProvider.class, name).create(settings);
  }

  /** The named format. */
  public static SSTableFormat format(String name, Settings settings) {
    return find(SSTableFormatProvider.class, name).create(settings);
  }

  /** The named policy. */
  public static CompactionPolicy policy(String name, Settings settings) {
    return find(CompactionPolicyProvider.class, name).create(settings);
  }

  /** Every plug-in of a kind. */
  public static <P extends Provider<?>> Map<String, P> all(Class<P> kind) {
    Map<String, P> plugins = new TreeMap<>();
    for (P provider : ServiceLoader.load(kind)) {
      plugins.put(provider.name(), provider);
    }
    return plugins;
  }

  private static <P extends Provider<?>> P find(Class<P> kind, String name) {
    Map<String, P> plugins = all(kind);
    P provider = plugins.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "no " + kind.getSimpleName() + " is named \"" + name + "\"; known: " + plugins.keySet());
    }
    return provider;
  }
}
