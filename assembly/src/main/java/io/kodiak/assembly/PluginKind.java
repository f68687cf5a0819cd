package io.kodiak.assembly;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Provider;
import io.kodiak.api.SSTableFormatProvider;
import java.util.Set;

/** What a plug-in is for. */
public enum PluginKind {
  /** Keeps the entries written last, in memory. */
  MEMTABLE("memtable", "memtable", MemtableProvider.class),
  /** Encodes SSTables into files. */
  FORMAT("format", "SSTable format", SSTableFormatProvider.class),
  /** Decides what to compact. */
  COMPACTION("compaction", "compaction policy", CompactionPolicyProvider.class);

  private final String section;
  private final String noun;
  private final Class<? extends Provider<?>> service;

  PluginKind(String section, String noun, Class<? extends Provider<?>> service) {
    this.section = section;
    this.noun = noun;
    this.service = service;
  }

  /** The section of a table's configuration that chooses it. */
  public String section() {
    return section;
  }

  /** What people call it. */
  public String noun() {
    return noun;
  }

  /** What its providers implement. */
  Class<? extends Provider<?>> service() {
    return service;
  }

  /** The keys of the section that are not plug-ins, so that no plug-in can have their names. */
  Set<String> ownKeys() {
    return switch (this) {
      case MEMTABLE -> Set.of("type", "flush-size", "flush-entries", "max-immutable");
      case FORMAT ->
          Set.of(
              "levels", "last-level", "block-size", "last-level-block-size", "bloom-bits-per-key");
      case COMPACTION -> Set.of("policy", "slowdown-runs", "stop-runs");
    };
  }
}
