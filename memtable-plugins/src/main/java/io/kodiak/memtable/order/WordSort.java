package io.kodiak.memtable.order;

import java.util.Arrays;

/**
 * Sorts words that are not negative, upwards: by radix, from the lowest digit, when there are many.
 *
 * <p>For one thread.
 */
final class WordSort {
  /** From this number on a radix sort is quicker than one that compares. */
  private static final int MANY = 1 << 11;

  private static final int DIGIT_BITS = 11;
  private static final int DIGITS = 1 << DIGIT_BITS;

  private final long[] words;
  private final long[] spare;

  WordSort(int count) {
    words = new long[count];
    spare = new long[count];
  }

  /** The words. */
  long[] words() {
    return words;
  }

  /** As many words again, which a sort overwrites. */
  long[] spare() {
    return spare;
  }

  static void reverse(long[] array, int from, int to) {
    for (int low = from, high = to - 1; low < high; low++, high--) {
      long word = array[low];
      array[low] = array[high];
      array[high] = word;
    }
  }

  /**
   * Sorts the words of a range, which differ from each other.
   *
   * @param ignored the lowest bits, by which words that are equal otherwise are in order already
   * @param falling whether that order is downwards: then it is turned around
   * @param width the bits above the ignored ones
   * @return whether any word moved
   */
  boolean sort(int from, int to, int ignored, boolean falling, int width) {
    boolean rises = true;
    boolean falls = true;
    for (int i = from + 1; i < to && (rises || falls); i++) {
      rises &= words[i - 1] < words[i];
      falls &= words[i - 1] > words[i];
    }
    if (falls) {
      reverse(words, from, to);
    } else if (!rises) {
      if (to - from < MANY) {
        Arrays.sort(words, from, to);
      } else {
        radixSort(from, to, ignored, falling, width);
      }
    }
    return !rises;
  }

  /**
   * Distributes the words by one digit after the other, from the lowest on; each pass is stable.
   */
  private void radixSort(int from, int to, int ignored, boolean falling, int width) {
    int passes = (width + DIGIT_BITS - 1) / DIGIT_BITS;
    int[] counts = new int[passes * DIGITS];
    for (int i = from; i < to; i++) {
      long word = words[i] >>> ignored;
      for (int base = 0; base < counts.length; base += DIGITS) {
        counts[base + ((int) word & (DIGITS - 1))]++;
        word >>>= DIGIT_BITS;
      }
    }
    long[] source = words;
    long[] target = spare;
    boolean backwards = falling;
    for (int pass = 0; pass < passes; pass++) {
      int shift = ignored + pass * DIGIT_BITS;
      int base = pass * DIGITS;
      if (counts[base + ((int) (source[from] >>> shift) & (DIGITS - 1))] == to - from) {
        continue;
      }
      toPlaces(counts, base, from);
      distribute(source, target, from, to, shift, counts, base, backwards);
      backwards = false;
      long[] sorted = target;
      target = source;
      source = sorted;
    }
    if (source != words) {
      System.arraycopy(source, from, words, from, to - from);
    }
  }

  /** Turns the counts of one digit into the places at which its values begin. */
  private static void toPlaces(int[] counts, int base, int from) {
    int place = from;
    for (int digit = base; digit < base + DIGITS; digit++) {
      int count = counts[digit];
      counts[digit] = place;
      place += count;
    }
  }

  private static void distribute(
      long[] source,
      long[] target,
      int from,
      int to,
      int shift,
      int[] places,
      int base,
      boolean backwards) {
    if (backwards) {
      for (int i = to - 1; i >= from; i--) {
        target[places[base + ((int) (source[i] >>> shift) & (DIGITS - 1))]++] = source[i];
      }
    } else {
      for (int i = from; i < to; i++) {
        target[places[base + ((int) (source[i] >>> shift) & (DIGITS - 1))]++] = source[i];
      }
    }
  }
}
