package io.kodiak.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys: from {@code from}, inclusive, to {@code to}, exclusive; {@code null} leaves that
 * side open.
 *
 * @param from the least key of the range; {@code null}: no lower bound
 * @param to the least key above the range; {@code null}: no upper bound
 */
public record KeyRange(@Nullable Slice from, @Nullable Slice to) {
  private static final KeyRange ALL = new KeyRange(null, null);

  /** Every key. */
  public static KeyRange all() {
    return ALL;
  }

  /** Keys from {@code from}, inclusive, to {@code to}, exclusive. */
  public static KeyRange of(byte[] from, byte[] to) {
    return new KeyRange(Slice.of(from), Slice.of(to));
  }

  /** Keys from {@code from}, inclusive, upwards. */
  public static KeyRange from(byte[] from) {
    return new KeyRange(Slice.of(from), null);
  }

  /** Keys below {@code to}, exclusive. */
  public static KeyRange to(byte[] to) {
    return new KeyRange(null, Slice.of(to));
  }

  /** Keys that begin with {@code prefix}; an empty prefix means every key. */
  public static KeyRange prefix(byte[] prefix) {
    int end = prefix.length;
    while (end > 0 && prefix[end - 1] == (byte) 0xff) {
      end--;
    }
    if (end == 0) {
      return prefix.length == 0 ? ALL : from(prefix);
    }
    byte[] above = Arrays.copyOf(prefix, end);
    above[end - 1]++;
    return of(prefix, above);
  }

  /** Whether the key of {@code length} bytes at {@code offset} lies in the range. */
  public boolean contains(byte[] key, int offset, int length) {
    return (from == null || from.compareTo(key, offset, length) <= 0)
        && (to == null || to.compareTo(key, offset, length) > 0);
  }

  /** Whether some key may lie both here and between {@code first} and {@code last}, inclusive. */
  public boolean overlaps(Slice first, Slice last) {
    return (from == null || from.compareTo(last) <= 0) && (to == null || to.compareTo(first) > 0);
  }

  /** Whether no key can be in the range. */
  public boolean isEmpty() {
    return from != null && to != null && from.compareTo(to) >= 0;
  }
}
