package io.kodiak.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A view of a range of bytes, ordered as unsigned bytes from left to right; a prefix comes before
 * what it begins.
 *
 * <p>A slice does not copy its array. Whoever makes one promises not to change the bytes for as
 * long as the slice is in use; whoever keeps one beyond the call that passed it takes a {@link
 * #copy()}. Slices are immutable and safe to share between threads under that promise.
 */
public final class Slice implements Comparable<Slice> {
  /** The slice of no bytes. */
  public static final Slice EMPTY = new Slice(new byte[0], 0, 0);

  private final byte[] array;
  private final int offset;
  private final int length;

  private Slice(byte[] array, int offset, int length) {
    this.array = array;
    this.offset = offset;
    this.length = length;
  }

  /** A view of all of {@code array}. */
  public static Slice of(byte[] array) {
    return new Slice(array, 0, array.length);
  }

  /**
   * A view of {@code length} bytes of {@code array} from {@code offset}.
   *
   * @throws IndexOutOfBoundsException when the range is not inside the array
   */
  public static Slice of(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return new Slice(array, offset, length);
  }

  /** A slice over a fresh copy of {@code length} bytes of {@code array} from {@code offset}. */
  public static Slice copyOf(byte[] array, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, array.length);
    return of(Arrays.copyOfRange(array, offset, offset + length));
  }

  /** The UTF-8 bytes of {@code text}. */
  public static Slice utf8(String text) {
    return of(text.getBytes(UTF_8));
  }

  /** The array that this slice looks into; shared, not to be written. */
  public byte[] array() {
    return array;
  }

  /** Where in {@link #array()} the slice begins. */
  public int offset() {
    return offset;
  }

  /** The number of bytes. */
  public int length() {
    return length;
  }

  /** Whether there are no bytes. */
  public boolean isEmpty() {
    return length == 0;
  }

  /** The byte at {@code index}, counted from the begin of the slice. */
  public byte byteAt(int index) {
    return array[offset + Objects.checkIndex(index, length)];
  }

  /** A view of a part of this slice. */
  public Slice slice(int from, int size) {
    Objects.checkFromIndexSize(from, size, length);
    return new Slice(array, offset + from, size);
  }

  /** A slice with the same bytes in an array of its own. */
  public Slice copy() {
    return copyOf(array, offset, length);
  }

  /** A fresh array with the bytes of this slice. */
  public byte[] toByteArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  /** Whether this slice begins with all bytes of {@code prefix}. */
  public boolean startsWith(Slice prefix) {
    return length >= prefix.length
        && Arrays.equals(
            array,
            offset,
            offset + prefix.length,
            prefix.array,
            prefix.offset,
            prefix.offset + prefix.length);
  }

  /** Compares as {@link #compareTo} does, without a second slice. */
  public int compareTo(byte[] other, int otherOffset, int otherLength) {
    return compare(array, offset, length, other, otherOffset, otherLength);
  }

  @Override
  public int compareTo(Slice other) {
    return compare(array, offset, length, other.array, other.offset, other.length);
  }

  /** Compares two ranges of bytes as unsigned bytes from left to right. */
  public static int compare(
      byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
    return Arrays.compareUnsigned(a, aOffset, aOffset + aLength, b, bOffset, bOffset + bLength);
  }

  /** The number of leading bytes that this and another slice share. */
  public int commonPrefix(Slice other) {
    return commonPrefix(array, offset, length, other.array, other.offset, other.length);
  }

  /** The number of leading bytes that two ranges share. */
  public static int commonPrefix(
      byte[] a, int aOffset, int aLength, byte[] b, int bOffset, int bLength) {
    int at = Arrays.mismatch(a, aOffset, aOffset + aLength, b, bOffset, bOffset + bLength);
    return at < 0 ? aLength : at;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Slice that
        && Arrays.equals(
            array, offset, offset + length, that.array, that.offset, that.offset + that.length);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + array[i];
    }
    return hash;
  }

  /**
   * The bytes as text for people: printable ASCII as it is, in quotes; otherwise hexadecimal after
   * {@code 0x}. At most 64 bytes are shown.
   */
  @Override
  public String toString() {
    int shown = Math.min(length, 64);
    String more = shown < length ? "… (" + length + " bytes)" : "";
    for (int i = offset; i < offset + shown; i++) {
      if (array[i] < 0x20 || array[i] > 0x7e) {
        return "0x" + HexFormat.of().formatHex(array, offset, offset + shown) + more;
      }
    }
    return '"' + new String(array, offset, shown, UTF_8) + '"' + more;
  }
}
