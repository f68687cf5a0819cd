package io.kodiak.memtable.sorted;

import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.SortedWords;

/**
 * References to entries in sorted chunks, found by a sorted directory: a two-level array after M.
 * Goodrich and J. Kloss, <em>Tiered Vectors: Efficient Dynamic Arrays for Rank-Based Sequences</em>
 * (WADS 1999), with the chunks of keys that the leaves of a B<sup>+</sup>-tree are.
 *
 * <p>A chunk is a run of {@link SortedWords}: an entry takes one word in it, inserted in place. A
 * full chunk is copied into a larger one and, from {@value #LARGEST_CHUNK} words on, split into
 * two. The directory is copied when it changes, hence it is cut into tiers of up to {@value
 * #LARGEST_TIER} chunks: a split copies one tier and stores it over the former. Only when a tier is
 * full the row of all tiers is copied, so an insert costs as much in a large table as in a small
 * one, but for the binary search.
 *
 * <p>A chunk is split in the middle, unless entries came into it one behind the other: then it is
 * split where they come, so rising keys, also in many places at once, leave chunks that are full.
 *
 * <p><b>Concurrency.</b> Chunks that were replaced and tiers of which there is a copy never change
 * again. So whoever acquired the row of tiers at one time and stays with it, replaced or not, finds
 * in it every entry that was added before that time: what is replaced in a row still in use holds
 * all that the former held, and what is replaced only in its copies was complete at that time.
 */
final class SortedChunks {
  static final int LARGEST_CHUNK = 128;
  static final int LARGEST_TIER = 256;
  private static final int FIRST_CHUNK = 16;

  private final EntryArena entries;
  private volatile Tier<Tier<long[]>> tiers;

  // What follows belongs to the writer.
  private long heapBytes;
  private int last = SortedWords.NO_REFERENCE;

  SortedChunks(EntryArena entries) {
    this.entries = entries;
    long[] chunk = SortedWords.empty(FIRST_CHUNK);
    Tier<long[]> tier = new Tier<>(chunk);
    Tier<Tier<long[]>> row = new Tier<>(tier);
    tiers = row;
    heapBytes = 32 + SortedWords.heapBytes(chunk) + tier.heapBytes() + row.heapBytes();
  }

  /** The row of tiers as it is now. */
  Tier<Tier<long[]>> tiers() {
    return tiers;
  }

  /** Adds an entry, which is newer than all others. For the writer. */
  void add(int entry, Slice key, long sequence) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    Tier<Tier<long[]>> row = tiers;
    boolean isLast =
        last != SortedWords.NO_REFERENCE
            && entries.compare(last, array, offset, length, sequence) < 0;
    int t = isLast ? row.size() - 1 : row.find(entries, array, offset, length, sequence);
    Tier<long[]> tier = row.child(t);
    int c = isLast ? tier.size() - 1 : tier.find(entries, array, offset, length, sequence);
    long[] chunk = tier.child(c);
    int first = SortedWords.first(chunk);
    int count = SortedWords.count(chunk);
    long digest = SortedWords.digest(chunk, array, offset, length);
    int index = first + count;
    if (!isLast) {
      long place = SortedWords.place(chunk, digest, entries, array, offset, length, sequence);
      index = SortedWords.index(place);
    }
    if (isLast || last == SortedWords.NO_REFERENCE) {
      last = entry;
    }
    if (first + count < chunk.length) {
      SortedWords.insert(chunk, index, SortedWords.word(digest, entry));
    } else {
      makeRoom(t, tier, c, chunk, index - first, entry, key);
    }
  }

  private void makeRoom(
      int t, Tier<long[]> tier, int c, long[] chunk, int position, int entry, Slice key) {
    int count = SortedWords.count(chunk);
    if (count < LARGEST_CHUNK) {
      long[] grown = SortedWords.part(entries, chunk, 0, count, larger(count));
      insert(grown, position, entry, key);
      replace(tier, c, chunk, grown);
      return;
    }
    int at = splitAt(chunk, position);
    long[] left = at == count ? sealed(chunk) : SortedWords.part(entries, chunk, 0, at, larger(at));
    long[] right =
        at == 0 ? sealed(chunk) : SortedWords.part(entries, chunk, at, count, larger(count - at));
    if (position > at || at == count) {
      insert(right, position - at, entry, key);
    } else {
      insert(left, position, entry, key);
    }
    heapBytes += SortedWords.heapBytes(left) + SortedWords.heapBytes(right);
    heapBytes -= SortedWords.heapBytes(chunk);
    int separator = SortedWords.reference(SortedWords.at(right, SortedWords.first(right)));
    split(t, tier, tier.split(entries, c, left, separator, right), c);
  }

  private static int larger(int count) {
    return Math.max(FIRST_CHUNK, Math.min(LARGEST_CHUNK, (count + count / 4 + 7) & -8));
  }

  /** Where to split: where entries come one behind the other, or else in the middle. */
  private static int splitAt(long[] chunk, int position) {
    int count = SortedWords.count(chunk);
    int before = SortedWords.lastInserted(chunk);
    boolean rising = position == before + 1;
    boolean falling = position == before && position < count / 2;
    return rising || falling ? position : count / 2;
  }

  /** A chunk into which nothing will come soon, digested again where that helps. */
  private long[] sealed(long[] chunk) {
    int count = SortedWords.count(chunk);
    return SortedWords.part(entries, chunk, 0, count, count);
  }

  private void insert(long[] chunk, int position, int entry, Slice key) {
    long digest = SortedWords.digest(chunk, key.array(), key.offset(), key.length());
    SortedWords.insert(chunk, SortedWords.first(chunk) + position, SortedWords.word(digest, entry));
  }

  private void replace(Tier<long[]> tier, int c, long[] former, long[] chunk) {
    heapBytes += SortedWords.heapBytes(chunk) - SortedWords.heapBytes(former);
    tier.replace(c, chunk);
  }

  /** Puts a tier in the place of the one that it is a copy of, or two if it is too large. */
  private void split(int t, Tier<long[]> former, Tier<long[]> tier, int c) {
    Tier<Tier<long[]>> row = tiers;
    int size = tier.size();
    heapBytes -= former.heapBytes();
    if (size <= LARGEST_TIER) {
      heapBytes += tier.heapBytes();
      row.replace(t, tier);
      return;
    }
    int at = c + 2 == size ? size - 1 : size / 2;
    Tier<long[]> left = tier.part(entries, 0, at);
    Tier<long[]> right = tier.part(entries, at, size);
    Tier<Tier<long[]>> more = row.split(entries, t, left, tier.separator(at), right);
    heapBytes += left.heapBytes() + right.heapBytes() + more.heapBytes() - row.heapBytes();
    tiers = more;
  }

  /** The heap that the chunks and the directory take without the entries, in bytes. */
  long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all chunks. */
  void clear() {
    tiers = new Tier<>(new Tier<>(SortedWords.empty(0)));
  }
}
