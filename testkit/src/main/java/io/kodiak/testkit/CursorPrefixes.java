package io.kodiak.testkit;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Questions about prefixes, answered by a memtable itself or by seeking with its cursors. */
final class CursorPrefixes {
  private CursorPrefixes() {}

  /** As {@link PrefixMemtable#longestPrefix}, from the memtable itself when it can. */
  static int longest(Memtable memtable, Slice key, int limit, long snapshot) {
    return memtable instanceof PrefixMemtable capable
        ? capable.longestPrefix(key, limit, snapshot)
        : bySeeking(memtable, key, limit, snapshot);
  }

  /** As {@link PrefixMemtable#longestPrefix}, by seeking downwards. */
  static int bySeeking(Memtable memtable, Slice key, int limit, long snapshot) {
    EntryView ignored = new EntryView();
    try (Cursor down = memtable.descending()) {
      int most = limit;
      while (most > 0 && down.seek(key.slice(0, most))) {
        Slice found = down.entry().keySlice();
        int common =
            Slice.commonPrefix(
                found.array(), found.offset(), found.length(), key.array(), key.offset(), most);
        boolean begins = common == found.length();
        if (begins && memtable.get(found.copy(), snapshot, ignored)) {
          return common;
        }
        most = begins ? common - 1 : common;
      }
      return -1;
    }
  }

  /** As {@link PrefixCursor#skipPrefix}, by the cursor itself when it can, or by a seek. */
  static boolean skip(Cursor cursor, int length) {
    if (cursor instanceof PrefixCursor capable) {
      return capable.skipPrefix(length);
    }
    Slice above = above(cursor.entry(), length);
    return above != null && cursor.seek(above);
  }

  /** The least key above all that begin as the key of an entry does; {@code null}: none is. */
  static @Nullable Slice above(EntryView entry, int length) {
    int from = entry.keyOffset();
    return KeyRange.prefix(Arrays.copyOfRange(entry.keyArray(), from, from + length)).to();
  }
}
