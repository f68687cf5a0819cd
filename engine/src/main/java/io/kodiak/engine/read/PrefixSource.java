package io.kodiak.engine.read;

import io.kodiak.api.Slice;
import java.io.IOException;

/**
 * A memtable or a run that is asked for the longest of its keys that begins a given one, with an
 * upper bound for the length of that key. Each question makes the bound exact or lowers it. For one
 * thread.
 *
 * <p>A tombstone is a key like any other here, and so may be a key that no snapshot sees: whoever
 * asks looks up what is found, and lowers the bound when it does not count.
 */
abstract sealed class PrefixSource permits CursorPrefixes, NativePrefixes, RunPrefixes {
  final byte[] key;
  final int offset;
  private int bound;
  private boolean exact;

  PrefixSource(Slice key) {
    this.key = key.array();
    this.offset = key.offset();
    this.bound = key.length();
  }

  /** No key here that begins the given one is longer; 0: there is none. */
  final int bound() {
    return bound;
  }

  /** Whether a key of {@link #bound} bytes is here. */
  final boolean isExact() {
    return exact;
  }

  /** Rules out all keys of more than {@code length} bytes. */
  final void lower(int length) {
    if (bound > length) {
      bound = length;
      exact = false;
    }
  }

  /**
   * Goes one step on: calls {@link #found}, {@link #atMost} or {@link #conclude}, or makes ready
   * for the next step.
   */
  abstract void ask() throws IOException;

  /** A key of that length is here, and none that is longer. */
  final void found(int length) {
    bound = length;
    exact = true;
  }

  /** No key that is longer is here. */
  final void atMost(int length) {
    bound = length;
  }

  /**
   * Concludes from the greatest key here that is not above the wanted bytes, which are the first
   * {@link #bound} bytes of the given key.
   *
   * <p>If it begins them, it is the longest that does: a longer one would be greater, and still not
   * above the wanted bytes. Otherwise it shares {@code common} bytes with them and is less at the
   * next. Every key that begins the wanted bytes and is longer than {@code common} has their byte
   * there, so it would be greater, and not above the wanted bytes either; so there is none. Thus
   * the bound falls to {@code common} at once, however many keys lie between.
   */
  final void conclude(byte[] array, int from, int length) {
    int common = Slice.commonPrefix(array, from, length, key, offset, bound);
    if (common == length) {
      found(length);
    } else if (common < bound) {
      atMost(common);
    } else {
      throw new IllegalStateException("a search for the greatest key at most another went beyond");
    }
  }

  /** Releases what the search holds. */
  abstract void close();
}
