package io.kodiak.benchmarks.memtable;

import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableProvider;
import io.kodiak.benchmarks.store.MemtableChoice;
import io.kodiak.benchmarks.store.Plugins;
import java.util.ArrayList;
import java.util.List;

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
   * Reads a name, which may have settings behind it.
   *
   * @throws IllegalArgumentException when it is no reference's and no such memtable is installed
   */
  public static void check(String name) {
    if (!REFERENCES.contains(name)) {
      MemtableChoice.parse(name);
    }
  }

  /**
   * An empty memtable. Those that group keys by a prefix get one that fits the keys, unless the
   * name says another.
   *
   * @param name as users write it, see {@link MemtableChoice}
   */
  public static Memtable empty(String name, Entries entries) {
    return switch (name) {
      case SkipListMap.NAME -> new SkipListMap();
      case RocksMemtable.NAME -> new RocksMemtable();
      default ->
          MemtableChoice.parse(name)
              .orElse("prefix-length", entries.shape().groupBytes())
              .empty(entries.flushBytes());
    };
  }
}
