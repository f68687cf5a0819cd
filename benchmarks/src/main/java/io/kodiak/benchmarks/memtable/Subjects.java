package io.kodiak.benchmarks.memtable;

import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableProvider;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is measured, by name: the memtables that are installed, and two references. */
public final class Subjects {
  /** What does not come from a plug-in. */
  public static final List<String> REFERENCES = List.of(SkipListMap.NAME, RocksMemtable.NAME);

  private Subjects() {}

  /** Every name: the plug-ins' in alphabetical order, then the references'. */
  public static List<String> names() {
    List<String> names = new ArrayList<>(Plugins.all(MemtableProvider.class).keySet());
    names.addAll(REFERENCES);
    return names;
  }

  /**
   * An empty memtable with default settings.
   *
   * @param flushBytes at which size the engine would flush it
   */
  public static Memtable empty(String name, long flushBytes) {
    return switch (name) {
      case SkipListMap.NAME -> new SkipListMap();
      case RocksMemtable.NAME -> new RocksMemtable();
      default -> Plugins.memtable(name, new PlainSettings(Map.of())).create(flushBytes);
    };
  }
}
