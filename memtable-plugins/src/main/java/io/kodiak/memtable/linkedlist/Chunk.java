package io.kodiak.memtable.linkedlist;

import io.kodiak.memtable.arena.NodeArena;
import org.jspecify.annotations.Nullable;

/**
 * A node of an <em>unrolled</em> linked list, after Z. Shao, J. Reppy and A. Appel, <em>Unrolling
 * Lists</em> (LFP 1994): many entries, and a link to the node of those before.
 *
 * <p>Beside the reference of an entry stands a tag, sixteen bits of the hash of its key; four tags
 * share a word and are compared at once. So a walk reads two bytes of an entry, one after the
 * other, and looks at one in 65,000 of those with another key.
 *
 * <p>One writer. It stores a reference before it releases the word with its tag; a place whose tag
 * a reader did not see yet has the tag 0, which no key has.
 */
final class Chunk {
  static final int LEAST = 64;
  static final int MOST = 4096;

  private static final int TAGS_BITS = 2;
  private static final int TAGS = 1 << TAGS_BITS;
  private static final long EVERY_TAG = 0x0001_0001_0001_0001L;
  private static final long BELOW_TOP = 0x7fff_7fff_7fff_7fffL;
  private static final int ARRAY_HEADER = 16;

  private final int[] references;
  private final long[] tags;
  private final @Nullable Chunk older;
  private final int first;

  /** A chunk whose first entry has the ordinal {@code first}; {@code capacity} entries fit. */
  Chunk(@Nullable Chunk older, int first, int capacity) {
    this.older = older;
    this.first = first;
    this.references = new int[capacity];
    this.tags = new long[capacity >>> TAGS_BITS];
  }

  /** The tag of a key, repeated in each part of a word. */
  static long tag(long hash) {
    return Math.max(1, hash >>> (Long.SIZE - Short.SIZE)) * EVERY_TAG;
  }

  @Nullable Chunk older() {
    return older;
  }

  int first() {
    return first;
  }

  int end() {
    return first + references.length;
  }

  int reference(int place) {
    return references[place];
  }

  int[] references() {
    return references;
  }

  /** Stores an entry. For the writer. */
  void set(int ordinal, int reference, long tag) {
    int place = ordinal - first;
    int word = place >>> TAGS_BITS;
    int shift = (place & (TAGS - 1)) * Short.SIZE;
    references[place] = reference;
    NodeArena.release(tags, word, tags[word] | (tag & (0xffffL << shift)));
  }

  /** The last place before {@code place} with a tag; -1 when there is none. */
  int before(int place, long tag) {
    int word = (place - 1) >> TAGS_BITS;
    if (word < 0) {
      return -1;
    }
    // Of the last word, only the tags before the place count.
    int beyond = (TAGS - 1 - ((place - 1) & (TAGS - 1))) * Short.SIZE;
    long found = matches(NodeArena.acquire(tags, word), tag) << beyond >>> beyond;
    while (found == 0) {
      if (--word < 0) {
        return -1;
      }
      found = matches(NodeArena.acquire(tags, word), tag);
    }
    int inWord = (Long.SIZE - 1 - Long.numberOfLeadingZeros(found)) / Short.SIZE;
    return (word << TAGS_BITS) + inWord;
  }

  /** The top bit of each part of a word that equals the tag. */
  private static long matches(long word, long tag) {
    long differs = word ^ tag;
    return ~(((differs & BELOW_TOP) + BELOW_TOP) | differs | BELOW_TOP);
  }

  long heapBytes() {
    return 32
        + 2 * ARRAY_HEADER
        + (long) Integer.BYTES * references.length
        + (long) Long.BYTES * tags.length;
  }
}
