package io.kodiak.compaction.unified;

import java.util.Arrays;

/**
 * How many bytes of a run lie in each of the parts of the data: as much as there are changes from
 * one part to the next, however many parts there are. For one thread.
 */
final class PartBytes {
  /** Where what changes: from a part on to the next such part, each has as many bytes. */
  private int[] begins = new int[4];

  private double[] bytes = new double[4];
  private int count;

  /** The part that may still get bytes, and those that it has. */
  private int open = -1;

  private double openBytes;

  /**
   * Spreads bytes evenly over parts.
   *
   * @param from the first part, not before the last part of the bytes added before
   * @param to the last part
   */
  void add(long added, int from, int to) {
    double each = (double) added / (to - from + 1);
    openAt(from);
    openBytes += each;
    if (to > from) {
      close();
      if (to > from + 1) {
        append(from + 1, each);
      }
      open = to;
      openBytes = each;
    }
  }

  private void openAt(int part) {
    if (part > open) {
      close();
      if (part > open + 1) {
        append(open + 1, 0);
      }
      open = part;
      openBytes = 0;
    }
  }

  private void close() {
    if (open >= 0) {
      append(open, openBytes);
    }
  }

  private void append(int begin, double each) {
    if (count == begins.length) {
      begins = Arrays.copyOf(begins, 2 * count);
      bytes = Arrays.copyOf(bytes, 2 * count);
    }
    begins[count] = begin;
    bytes[count++] = each;
  }

  /** Ends it: nothing is added any more. */
  void end() {
    close();
    append(open + 1, 0);
    begins = Arrays.copyOf(begins, count);
    bytes = Arrays.copyOf(bytes, count);
  }

  /** The bytes of some parts, {@code to} included, summed up part by part, once all were added. */
  double sum(int from, int to) {
    int found = Arrays.binarySearch(begins, from);
    int at = found >= 0 ? found : -found - 2;
    double sum = 0;
    int part = from;
    for (; part <= to; at++) {
      int end = at + 1 < count ? Math.min(to + 1, begins[at + 1]) : to + 1;
      for (; part < end; part++) {
        sum += bytes[at];
      }
    }
    return sum;
  }
}
