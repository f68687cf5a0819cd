package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.Memtable;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.towers.TowersContract;

/** The enhanced skip list with keys that are hard to tell apart. */
final class EnhancedSkipListTowersTest extends TowersContract {
  @Override
  protected Memtable open() {
    return new EnhancedSkipListMemtable(new EntryArena());
  }
}
