package io.kodiak.memtable.vector;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.NodeArena;
import io.kodiak.memtable.hash.HashDirectory;
import io.kodiak.memtable.hash.KeyHash;

/**
 * Finds versions of single keys: a hash table of keys, and behind each the chain of its versions.
 *
 * <p>A key that was written once, the usual case of a bulk load, takes its slot in the table and
 * nothing else: the slot names the entry. From the second version on it names the newest node of a
 * chain. So that an old version of a key that is written all the time is found as well, a node
 * links not only to the one before, but also far back: the jump pointers of E. Myers, <em>An
 * Applicative Random-Access Stack</em> (IPL 1983), which find any version in logarithmic time and
 * cost one link and no search when a version is added.
 *
 * <p>The table is large, and each slot a cache miss. So keys wait until there are {@value #BATCH},
 * whose slots are then read together and filled: the misses overlap, as in the group prefetching of
 * S. Chen et al. (ICDE 2004). A search looks through those that wait first.
 *
 * <p>One writer. A reader gets a node by acquiring the slot that was released after the node was
 * written; nodes do not change. A reader that looks through a batch while the writer has filled it
 * and begun the next one acquires a word of the next batch instead of one it sought: then all of
 * the batch before is in the table, which is searched afterwards.
 */
final class VersionIndex {
  /** The reference of an entry in the high half, the node of the version before in the low one. */
  private static final int ENTRY_AND_PREVIOUS = 0;

  /** The number of older versions in the high half, the node of one far back in the low one. */
  private static final int DEPTH_AND_JUMP = 1;

  private static final int NODE_WORDS = 2;

  private static final int BATCH = 32;
  private static final long OBJECT_BYTES = 48 + 64 + 3 * (16 + 8 * BATCH);
  private static final long HASH = -1L << Integer.SIZE;

  private final EntryArena entries;
  private final HashDirectory keys = new HashDirectory();
  private final NodeArena nodes = new NodeArena();

  /** Entries that wait for the table, each with the high half of its hash. */
  private final long[] batch = new long[BATCH];

  // What follows belongs to the writer.
  private final long[] hashes = new long[BATCH];
  private final long[] slots = new long[BATCH];
  private final EntryView view = new EntryView();
  private int touched;

  VersionIndex(EntryArena entries) {
    this.entries = entries;
  }

  /**
   * Adds the newest version of a key.
   *
   * @param ordinal how many were added before
   */
  void add(int entry, Slice key, int ordinal) {
    long hash = KeyHash.of(key.array(), key.offset(), key.length());
    int place = ordinal & (BATCH - 1);
    hashes[place] = hash;
    NodeArena.release(batch, place, (hash & HASH) | Integer.toUnsignedLong(entry));
    if (place == BATCH - 1) {
      insertBatch();
    }
  }

  private void insertBatch() {
    for (int i = 0; i < BATCH; i++) {
      long[] segment = keys.segment(hashes[i]);
      slots[i] = segment[HashDirectory.start(segment, hashes[i])];
    }
    for (int i = 0; i < BATCH; i++) {
      if (slots[i] != HashDirectory.EMPTY && HashDirectory.isOf(slots[i], hashes[i])) {
        touched = entries.touch(newest(slots[i]), touched);
      }
    }
    for (int i = 0; i < BATCH; i++) {
      insert(hashes[i], (int) batch[i]);
    }
  }

  private void insert(long hash, int entry) {
    entries.read(entry, view);
    byte[] array = view.keyArray();
    int offset = view.keyOffset();
    int length = view.keyLength();
    long[] segment = keys.segment(hash);
    int at = HashDirectory.start(segment, hash);
    for (long slot = segment[at]; slot != HashDirectory.EMPTY; slot = segment[at]) {
      if (HashDirectory.isOf(slot, hash)
          && entries.compareKey(newest(slot), array, offset, length) == 0) {
        int number = HashDirectory.number(slot);
        int older = HashDirectory.isMarked(slot) ? number : oldest(number);
        HashDirectory.replace(segment, at, newer(entry, older), true);
        return;
      }
      at = HashDirectory.next(segment, at);
    }
    keys.add(hash, entry, false);
  }

  private int newest(long slot) {
    int number = HashDirectory.number(slot);
    return HashDirectory.isMarked(slot) ? entry(number) : number;
  }

  private int oldest(int entry) {
    int node = nodes.reserve(NODE_WORDS);
    return set(node, entry, node, 0, node);
  }

  private int newer(int entry, int previous) {
    int far = jump(previous);
    int farther = jump(far);
    // Two jumps of one length in a row become one of twice the length, as binary digits are
    // carried.
    int jump = depth(previous) - depth(far) == depth(far) - depth(farther) ? farther : previous;
    return set(nodes.reserve(NODE_WORDS), entry, previous, depth(previous) + 1, jump);
  }

  private int set(int node, int entry, int previous, int depth, int jump) {
    long[] slab = nodes.slab(node);
    int first = NodeArena.index(node);
    slab[first + ENTRY_AND_PREVIOUS] = pair(entry, previous);
    slab[first + DEPTH_AND_JUMP] = pair(depth, jump);
    return node;
  }

  private static long pair(int high, int low) {
    return (long) high << Integer.SIZE | Integer.toUnsignedLong(low);
  }

  private long word(int node, int word) {
    return nodes.slab(node)[NodeArena.index(node) + word];
  }

  private int entry(int node) {
    return (int) (word(node, ENTRY_AND_PREVIOUS) >>> Integer.SIZE);
  }

  private int previous(int node) {
    return (int) word(node, ENTRY_AND_PREVIOUS);
  }

  private int depth(int node) {
    return (int) (word(node, DEPTH_AND_JUMP) >>> Integer.SIZE);
  }

  private int jump(int node) {
    return (int) word(node, DEPTH_AND_JUMP);
  }

  /**
   * Finds the newest version of a key whose sequence is at most {@code snapshot}.
   *
   * @param count the number of versions that were added, as far as the caller knows
   * @return its reference in the low half; -1 when there is none
   */
  long find(byte[] key, int offset, int length, long snapshot, int count) {
    long hash = KeyHash.of(key, offset, length);
    for (int place = (count & (BATCH - 1)) - 1; place >= 0; place--) {
      long waiting = NodeArena.acquire(batch, place);
      if (((waiting ^ hash) & HASH) == 0) {
        int entry = (int) waiting;
        if (entries.compareKey(entry, key, offset, length) == 0
            && entries.sequence(entry) <= snapshot) {
          return Integer.toUnsignedLong(entry);
        }
      }
    }
    long[] segment = keys.segment(hash);
    int at = HashDirectory.start(segment, hash);
    for (long slot = HashDirectory.slot(segment, at);
        slot != HashDirectory.EMPTY;
        slot = HashDirectory.slot(segment, at)) {
      if (HashDirectory.isOf(slot, hash)) {
        int entry = newest(slot);
        if (entries.compareKey(entry, key, offset, length) == 0) {
          return visible(slot, entry, snapshot);
        }
      }
      at = HashDirectory.next(segment, at);
    }
    return -1;
  }

  private long visible(long slot, int newest, long snapshot) {
    if (entries.sequence(newest) <= snapshot) {
      return Integer.toUnsignedLong(newest);
    }
    if (!HashDirectory.isMarked(slot)) {
      return -1;
    }
    int node = HashDirectory.number(slot);
    while (depth(node) > 0) {
      int far = jump(node);
      node = entries.sequence(entry(far)) > snapshot ? far : previous(node);
      if (entries.sequence(entry(node)) <= snapshot) {
        return Integer.toUnsignedLong(entry(node));
      }
    }
    return -1;
  }

  /** The heap that the index takes without the entries, in bytes. For the writer. */
  long heapBytes() {
    return OBJECT_BYTES + keys.heapBytes() + nodes.heapBytes();
  }

  /** Lets go of all that it knows. */
  void clear() {
    keys.clear();
    nodes.clear();
    view.key(Slice.EMPTY.array(), 0, 0);
    view.value(Slice.EMPTY.array(), 0, 0);
  }
}
