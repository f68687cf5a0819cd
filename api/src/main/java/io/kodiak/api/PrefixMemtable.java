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
   * bytes long and has a version whose sequence is at most {@code snapshot}. A key is a prefix of
   * itself, and a tombstone is a version like any other.
   *
   * <p>Every entry that was added before the call counts; one that is added meanwhile may.
   *
   * @param key 1 to {@value Limits#MAX_KEY_BYTES} bytes
   * @param limit 0 to the length of {@code key}, in bytes
   * @return the length in bytes, at least 1; or -1 when there is no such key
   */
  int longestPrefix(Slice key, int limit, long snapshot);

  /** As {@link Memtable#ascending}, with the capability to leave a prefix behind. */
  @Override
  PrefixCursor ascending();
}
