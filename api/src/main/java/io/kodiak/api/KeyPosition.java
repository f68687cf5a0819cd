package io.kodiak.api;

/**
 * Guesses where between two keys a third one lies, as if the keys in between were spread evenly.
 *
 * <p>It is what can be said of a table without opening it: exact for numbers in big-endian order,
 * rough for text, never outside of the two keys.
 */
final class KeyPosition {
  /** As many bytes make a number that a {@code double} holds almost exactly and a long surely. */
  private static final int BYTES = 7;

  private KeyPosition() {}

  /**
   * The share of the keys from {@code first} to {@code last} that lie below {@code key}: 0 to 1.
   */
  static double of(Slice key, Slice first, Slice last) {
    if (key.compareTo(first) <= 0) {
      return 0;
    }
    if (key.compareTo(last) >= 0) {
      return 1;
    }
    int common = first.commonPrefix(last);
    long begin = number(first, common);
    double width = number(last, common) - (double) begin;
    // Keys that differ further behind than the numbers reach are taken for the middle.
    return width == 0 ? 0.5 : Math.min(1, (number(key, common) - begin) / width);
  }

  private static long number(Slice key, int from) {
    long number = 0;
    for (int i = from; i < from + BYTES; i++) {
      number = number << Byte.SIZE | (i < key.length() ? key.byteAt(i) & 0xff : 0);
    }
    return number;
  }
}
