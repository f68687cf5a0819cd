package io.kodiak.memtable.hashskiplist;

import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/**
 * The memtable {@code hash-skiplist}. Its setting {@code prefix-length} says by how many first
 * bytes of their keys entries are grouped.
 */
public final class HashSkipListProvider implements MemtableProvider {
  static final int DEFAULT_PREFIX_LENGTH = 8;
  private static final int LONGEST_PREFIX = 256;

  /** For the service loader. */
  public HashSkipListProvider() {}

  @Override
  public String name() {
    return "hash-skiplist";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    int prefixLength =
        (int) settings.number("prefix-length", DEFAULT_PREFIX_LENGTH, 1, LONGEST_PREFIX);
    return flushBytes -> new HashSkipListMemtable(new EntryArena(flushBytes), prefixLength);
  }
}
