package io.kodiak.benchmarks.store;

import java.util.List;

/** The engines by the names that users give. */
public final class Engines {
  /** The engine that all others are compared with. */
  public static final String KODIAK = "kodiak";

  /** RocksDB. */
  public static final String ROCKSDB = "rocksdb";

  /** All names. */
  public static final List<String> NAMES = List.of(KODIAK, ROCKSDB);

  private Engines() {}

  /** Opens stores of the engine of that name. */
  public static Store.Opener opener(String name) {
    return switch (name) {
      case KODIAK -> KodiakStore::new;
      case ROCKSDB -> RocksStore::new;
      default -> throw new IllegalArgumentException("no engine \"" + name + "\"; known: " + NAMES);
    };
  }
}
