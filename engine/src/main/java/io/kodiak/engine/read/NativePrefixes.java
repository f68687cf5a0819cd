package io.kodiak.engine.read;

import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;

/** The keys of a memtable that begin a given one, as it finds them in its own structure. */
final class NativePrefixes extends PrefixSource {
  private final PrefixMemtable memtable;
  private final Slice wanted;
  private final long snapshot;

  NativePrefixes(PrefixMemtable memtable, Slice key, long snapshot) {
    super(key);
    this.memtable = memtable;
    this.wanted = key;
    this.snapshot = snapshot;
  }

  @Override
  void ask() {
    int length = memtable.longestPrefix(wanted, bound(), snapshot);
    if (length > bound()) {
      throw new IllegalStateException(
          "the memtable found a prefix of "
              + length
              + " bytes where at most "
              + bound()
              + " count");
    }
    if (length > 0) {
      found(length);
    } else {
      atMost(0);
    }
  }

  @Override
  void close() {}
}
