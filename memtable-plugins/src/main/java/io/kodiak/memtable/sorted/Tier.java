package io.kodiak.memtable.sorted;

import io.kodiak.api.EntryView;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.SortedWords;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A row of children in the order of the keys in them, and the entries that separate them: for each
 * child but the first, an entry that is in it and before which none of its entries ever comes.
 *
 * <p>The row never changes: another is made when a child is split. A child may be replaced by one
 * for the same keys, which holds all that the former held.
 *
 * @param <T> what the children are: chunks, or tiers of them
 */
final class Tier<T> {
  private static final VarHandle CHILD = MethodHandles.arrayElementVarHandle(Object[].class);

  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;

  private final long[] separators;
  private final Object[] children;

  private Tier(long[] separators, Object[] children) {
    this.separators = separators;
    this.children = children;
  }

  /** A tier of one child. */
  Tier(T only) {
    this(SortedWords.empty(0), new Object[] {only});
  }

  /** The number of children. */
  int size() {
    return children.length;
  }

  /** A child, with all that was put into it before it was stored here. */
  @SuppressWarnings("unchecked")
  T child(int index) {
    return (T) CHILD.getAcquire(children, index);
  }

  /** Replaces a child by one that holds the same and perhaps more. For the writer. */
  void replace(int index, T child) {
    CHILD.setRelease(children, index, child);
  }

  /** The child in which the place of key and sequence lies. */
  int find(EntryArena entries, byte[] key, int offset, int length, long sequence) {
    long digest = SortedWords.digest(separators, key, offset, length);
    long place = SortedWords.place(separators, digest, entries, key, offset, length, sequence);
    return SortedWords.index(place) - SortedWords.first(separators);
  }

  /** The entry that separates a child, not the first, from the one before. */
  int separator(int index) {
    return SortedWords.reference(
        SortedWords.at(separators, SortedWords.first(separators) + index - 1));
  }

  /** A tier in which two children, separated by an entry, stand in the place of one. */
  Tier<T> split(EntryArena entries, int index, T left, int separator, T right) {
    int size = children.length;
    Object[] more = new Object[size + 1];
    System.arraycopy(children, 0, more, 0, index);
    more[index] = left;
    more[index + 1] = right;
    System.arraycopy(children, index + 1, more, index + 2, size - index - 1);
    long[] words = SortedWords.part(entries, separators, 0, size - 1, size);
    EntryView view = new EntryView();
    entries.read(separator, view);
    long digest = SortedWords.digest(words, view.keyArray(), view.keyOffset(), view.keyLength());
    SortedWords.insert(
        words, SortedWords.first(words) + index, SortedWords.word(digest, separator));
    return new Tier<>(words, more);
  }

  /** A tier of some of the children. */
  Tier<T> part(EntryArena entries, int from, int to) {
    Object[] some = new Object[to - from];
    System.arraycopy(children, from, some, 0, to - from);
    return new Tier<>(SortedWords.part(entries, separators, from, to - 1, to - 1 - from), some);
  }

  /** The heap that the tier takes without its children, in bytes. */
  long heapBytes() {
    long array = ARRAY_HEADER + (long) REFERENCE * children.length;
    return 24 + SortedWords.heapBytes(separators) + ((array + 7) & -8);
  }
}
