package io.kodiak.testkit;

import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;

/** Watches a memtable that answers questions about prefixes: its cursors must say the same. */
final class CheckedPrefixMemtable extends CheckedMemtable implements PrefixMemtable {
  private final PrefixMemtable memtable;

  CheckedPrefixMemtable(PrefixMemtable memtable) {
    super(memtable);
    this.memtable = memtable;
  }

  @Override
  public int longestPrefix(Slice key, int limit, long snapshot) {
    requireOpen("longestPrefix");
    Checks.key(key);
    Checks.that(limit >= 0 && limit <= key.length(), "a limit of " + limit + " bytes for " + key);
    // A writer beside may add keys, but takes none away.
    int least = CursorPrefixes.bySeeking(memtable, key, limit, snapshot);
    int found = memtable.longestPrefix(key, limit, snapshot);
    int most = CursorPrefixes.bySeeking(memtable, key, limit, snapshot);
    Checks.that(
        least <= found && found <= most,
        "the longest prefix of %s within %d bytes at %d has %d bytes, by cursors %d"
            .formatted(key, limit, snapshot, found, most));
    return found;
  }

  @Override
  public PrefixCursor ascending() {
    Runnable onClose = openCursor();
    long shown = lastSequence();
    return new CheckedPrefixCursor(memtable.ascending(), memtable, shown, onClose);
  }
}
