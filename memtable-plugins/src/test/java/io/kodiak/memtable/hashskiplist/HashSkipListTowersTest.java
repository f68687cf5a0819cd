package io.kodiak.memtable.hashskiplist;

import io.kodiak.api.Memtable;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.towers.TowersContract;

/** The hash skip list with keys that are hard to tell apart, and short prefixes. */
final class HashSkipListTowersTest extends TowersContract {
  @Override
  protected Memtable open() {
    return new HashSkipListMemtable(new EntryArena(), 3);
  }
}
