package io.kodiak.memtable.hashlinkedlist;

import io.kodiak.api.Limits;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Settings;
import io.kodiak.api.SpiVersion;
import io.kodiak.memtable.arena.EntryArena;

/**
 * The memtable {@code hash-linked-list}. Its setting {@code prefix-length} says how many bytes at
 * the begin of a key decide to which list it belongs.
 */
public final class HashLinkedListProvider implements MemtableProvider {
  private static final int PREFIX_LENGTH = 8;

  /** For the service loader. */
  public HashLinkedListProvider() {}

  @Override
  public String name() {
    return "hash-linked-list";
  }

  @Override
  public int spiVersion() {
    return SpiVersion.CURRENT;
  }

  @Override
  public MemtableFactory create(Settings settings) {
    int prefixLength =
        (int) settings.number("prefix-length", PREFIX_LENGTH, 1, Limits.MAX_KEY_BYTES);
    return flushBytes -> new HashLinkedListMemtable(new EntryArena(flushBytes), prefixLength);
  }
}
