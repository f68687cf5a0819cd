package io.kodiak.engine.load;

import io.kodiak.engine.sstable.KeyPrefix;
import java.util.Arrays;

/**
 * Sorts the rows of a {@link RowBuffer} by key, those of one key staying in the order they were
 * given: a merge sort over row numbers, with short ranges sorted by insertion.
 *
 * <p>Most comparisons are one of two numbers, the eight bytes of each key behind what all keys
 * share. For one use by one thread.
 */
final class RowOrder {
  private static final int INSERTION = 24;

  private final RowBuffer rows;
  private final long[] prefixes;

  RowOrder(RowBuffer rows) {
    this.rows = rows;
    this.prefixes = new long[rows.rows()];
    int shared = shared();
    for (int row = 0; row < prefixes.length; row++) {
      prefixes[row] =
          KeyPrefix.of(rows.chunk(row), rows.keyStart(row) + shared, rows.keyLength(row) - shared);
    }
  }

  /** How many leading bytes all keys have in common. */
  private int shared() {
    byte[] first = rows.chunk(0);
    int start = rows.keyStart(0);
    int shared = rows.keyLength(0);
    for (int row = 1; row < prefixes.length && shared > 0; row++) {
      byte[] chunk = rows.chunk(row);
      int at = rows.keyStart(row);
      int most = Math.min(shared, rows.keyLength(row));
      int different = Arrays.mismatch(first, start, start + most, chunk, at, at + most);
      shared = different < 0 ? most : different;
    }
    return shared;
  }

  /** Sorts all row numbers, which are given in their own order. */
  void sort(int[] order) {
    sort(order, order.clone(), 0, order.length);
  }

  /** Sorts a range of {@code to}; both arrays hold the same numbers there, in the same order. */
  private void sort(int[] to, int[] from, int begin, int end) {
    if (end - begin <= INSERTION) {
      insert(to, begin, end);
      return;
    }
    int middle = (begin + end) >>> 1;
    sort(from, to, begin, middle);
    sort(from, to, middle, end);
    if (compare(from[middle - 1], from[middle]) <= 0) {
      System.arraycopy(from, begin, to, begin, end - begin);
      return;
    }
    int left = begin;
    int right = middle;
    for (int i = begin; i < end; i++) {
      boolean takeLeft = left < middle && (right == end || compare(from[left], from[right]) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }

  private void insert(int[] order, int begin, int end) {
    for (int i = begin + 1; i < end; i++) {
      int row = order[i];
      int at = i;
      while (at > begin && compare(order[at - 1], row) > 0) {
        order[at] = order[at - 1];
        at--;
      }
      order[at] = row;
    }
  }

  private int compare(int a, int b) {
    long left = prefixes[a];
    long right = prefixes[b];
    return left != right ? Long.compare(left, right) : rows.compare(a, b);
  }
}
