package io.kodiak.api;

/**
 * A memtable that answers questions about prefixes from its own structure, such as a trie.
 *
 * <p>An optional capability: the engine asks for it with {@code instanceof} and gets the same
 * answers from any other memtable through its cursors. Ordering, threading, lifecycle and failure
 * are those of {@link Memtable}.
 */
public interface PrefixMemtable extends Memtable {
  /**
   * The length of the longest key here that is a prefix of {@code key}, is at most {@code limit}
   * bytes long and has a version whose sequence is at most {@code snapshot}. A tombstone is a
   * version like any other.
   *
   * @param limit 0 to the length of {@code key}, in bytes
   * @return the length in bytes, or -1 when there is no such key
   */
  int longestPrefix(Slice key, int limit, long snapshot);

  @Override
  PrefixCursor ascending();
}
