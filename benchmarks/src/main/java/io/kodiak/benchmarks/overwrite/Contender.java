package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.store.Engines;
import io.kodiak.benchmarks.store.RocksStore;
import io.kodiak.benchmarks.store.StoreOptions;
import java.util.Arrays;
import java.util.stream.Collectors;

/** An engine with one of its compaction policies. */
enum Contender {
  /** Kodiak's default. */
  KODIAK_LEVELED(Engines.KODIAK, "leveled", "leveled"),
  /** RocksDB's default. */
  ROCKSDB_LEVELED(Engines.ROCKSDB, "leveled", StoreOptions.DEFAULT_POLICY),
  /** Kodiak's size-tiered policy. */
  KODIAK_TIERED(Engines.KODIAK, "tiered", "tiered"),
  /** Kodiak's unified policy, which tiers by default. */
  KODIAK_UNIFIED(Engines.KODIAK, "unified", "unified"),
  /** RocksDB's size-tiered policy. */
  ROCKSDB_UNIVERSAL(Engines.ROCKSDB, "universal", RocksStore.UNIVERSAL);

  private final String engine;
  private final String policy;
  private final String option;

  Contender(String engine, String policy, String option) {
    this.engine = engine;
    this.policy = policy;
    this.option = option;
  }

  /** The contender of that name; names the known ones when there is none. */
  static Contender of(String label) {
    return Arrays.stream(values())
        .filter(contender -> contender.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "nothing is named \"" + label + "\"; known: " + labels()));
  }

  private static String labels() {
    return Arrays.stream(values()).map(Contender::label).collect(Collectors.joining(", "));
  }

  /** The name that users give. */
  String label() {
    return engine + "-" + policy;
  }

  String engine() {
    return engine;
  }

  boolean isKodiak() {
    return engine.equals(Engines.KODIAK);
  }

  /** What an opener of the engine takes for the policy. */
  String option() {
    return option;
  }

  /** The policy of RocksDB that has the same aims; itself for RocksDB's. */
  Contender rival() {
    return switch (this) {
      case KODIAK_LEVELED, ROCKSDB_LEVELED -> ROCKSDB_LEVELED;
      case KODIAK_TIERED, KODIAK_UNIFIED, ROCKSDB_UNIVERSAL -> ROCKSDB_UNIVERSAL;
    };
  }
}
