package io.kodiak.engine.read;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the longest live key that a given key begins with.
 *
 * <p>It is a best-first search over the sources: every memtable and run has an upper bound for what
 * it can contribute, and the one with the greatest bound is asked next. Once that bound is exact,
 * no other source has anything longer, and a point read tells whether the key is live; if it is
 * not, the search goes on among the shorter ones. So a source is asked only as far down as it might
 * still win. Every question is one search by key, or none at all; nothing is ever walked over.
 */
public final class PrefixReads {
  private PrefixReads() {}

  /**
   * Finds the longest key that is a prefix of {@code key}, which itself counts, and is live as of
   * {@code snapshot}.
   *
   * @param result filled with that entry when there is one, otherwise with anything; its ranges
   *     stay valid for as long as the memtables of the view are open
   * @return whether there is one
   * @throws IOException when a block that may hold it cannot be read
   */
  public static boolean longestMatch(ReadView view, Slice key, long snapshot, EntryView result)
      throws IOException {
    PrefixSource[] sources = sources(view, key, snapshot);
    try {
      PrefixSource best = greatest(sources);
      while (best != null) {
        if (!best.isExact()) {
          best.ask();
        } else {
          Slice found = key.slice(0, best.bound());
          if (PointReads.get(view, found, snapshot, result) && result.kind() == EntryKind.PUT) {
            return true;
          }
          for (PrefixSource source : sources) {
            source.lower(found.length() - 1);
          }
        }
        best = greatest(sources);
      }
      return false;
    } finally {
      for (PrefixSource source : sources) {
        source.close();
      }
    }
  }

  private static PrefixSource[] sources(ReadView view, Slice key, long snapshot) {
    int memtables = view.memtableCount();
    PrefixSource[] sources = new PrefixSource[memtables + view.runCount()];
    for (int i = 0; i < memtables; i++) {
      Memtable memtable = view.memtable(i);
      sources[i] =
          memtable instanceof PrefixMemtable capable
              ? new NativePrefixes(capable, key, snapshot)
              : new CursorPrefixes(memtable, key);
    }
    PrefixHashes hashes = new PrefixHashes(key);
    for (int i = 0; i < view.runCount(); i++) {
      sources[memtables + i] = new RunPrefixes(view.run(i), key, hashes);
    }
    return sources;
  }

  /**
   * The source with the greatest bound, and an exact one before others; {@code null}: all ended.
   */
  private static @Nullable PrefixSource greatest(PrefixSource[] sources) {
    PrefixSource best = null;
    for (PrefixSource source : sources) {
      int bound = source.bound();
      boolean better =
          best == null
              ? bound > 0
              : bound > best.bound() || (bound == best.bound() && source.isExact());
      if (better) {
        best = source;
      }
    }
    return best;
  }
}
