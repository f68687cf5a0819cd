package io.kodiak.memtable.trie;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.PrefixMemtable;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.MemtableSize;

/**
 * A memtable over a {@link RadixTree}: writes and reads take time by the bytes in which keys
 * differ, whatever their number and however long their prefixes; questions about prefixes are
 * answered by the nodes on the way down. No object for an entry; beside its bytes it takes about 15
 * to 30 bytes for nodes, less than a skip list does.
 *
 * <p>A trie as a memtable is from B. Lambov, <em>Trie Memtables in Cassandra</em> (VLDB 2022).
 *
 * <p>A reader acquires links and finds behind each what was written before it; see {@link
 * RadixNodes}.
 */
final class TrieMemtable implements PrefixMemtable {
  private final EntryArena entries;
  private final RadixTree tree;
  private final MemtableSize size;

  TrieMemtable(EntryArena entries) {
    this.entries = entries;
    tree = new RadixTree(entries);
    size = new MemtableSize(heapBytes());
  }

  RadixTree tree() {
    return tree;
  }

  EntryArena entries() {
    return entries;
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    tree.add(entries.add(key, sequence, kind, value), key);
    size.added(heapBytes());
  }

  private long heapBytes() {
    return 24 + MemtableSize.HEAP_BYTES + entries.heapBytes() + tree.heapBytes();
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int newest = tree.descend(array, offset, length);
    if (newest == Link.NONE) {
      return false;
    }
    Versions versions = tree.versions();
    if (entries.compareKey(versions.entry(newest), array, offset, length) != 0) {
      return false;
    }
    int version = versions.atMost(newest, snapshot);
    if (version == Link.NONE) {
      return false;
    }
    entries.read(versions.entry(version), result);
    return true;
  }

  @Override
  public int longestPrefix(Slice key, int limit, long snapshot) {
    return tree.longestPrefix(key.array(), key.offset(), limit, snapshot);
  }

  @Override
  public PrefixCursor ascending() {
    return new TrieCursor(this, true);
  }

  @Override
  public Cursor descending() {
    return new TrieCursor(this, false);
  }

  @Override
  public long bytesUsed() {
    return size.bytes();
  }

  @Override
  public long entryCount() {
    return size.entries();
  }

  @Override
  public void close() {
    tree.clear();
    entries.clear();
  }
}
