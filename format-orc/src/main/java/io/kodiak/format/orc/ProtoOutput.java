package io.kodiak.format.orc;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Writes messages of Protocol Buffers, in which ORC's metadata is. For one thread; may be used
 * again for other messages.
 *
 * @see <a href="https://protobuf.dev/programming-guides/encoding/">Encoding</a>
 */
final class ProtoOutput {
  private static final int VARINT = 0;
  private static final int BYTES = 2;
  private static final int MAX_VARINT_BYTES = 10;
  private static final int MAX_DEPTH = 8;

  private byte[] array;
  private int size;

  /** Where the contents of each message begin that is not complete. */
  private final int[] begins = new int[MAX_DEPTH];

  private int depth;

  ProtoOutput(int capacity) {
    array = new byte[Math.max(capacity, 2 * MAX_VARINT_BYTES)];
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
    depth = 0;
  }

  /** A number that is not negative, or the 64 bits of one that is. */
  void number(int field, long value) {
    tag(field, VARINT);
    varint(value);
  }

  /** A number of either sign, folded so that small ones are short. */
  void signed(int field, long value) {
    number(field, zigzag(value));
  }

  void flag(int field, boolean value) {
    number(field, value ? 1 : 0);
  }

  void text(int field, String value) {
    byte[] bytes = value.getBytes(UTF_8);
    bytes(field, bytes, 0, bytes.length);
  }

  void bytes(int field, byte[] source, int offset, int length) {
    tag(field, BYTES);
    varint(length);
    raw(source, offset, length);
  }

  /** Begins a message within the message, or a packed list. */
  void begin(int field) {
    tag(field, BYTES);
    begins[depth++] = size;
  }

  /** Ends what {@link #begin} began: puts its length before it. */
  void end() {
    int begin = begins[--depth];
    int length = size - begin;
    int lengthBytes = varintBytes(length);
    reserve(lengthBytes);
    System.arraycopy(array, begin, array, begin + lengthBytes, length);
    size = begin;
    varint(length);
    size = begin + lengthBytes + length;
  }

  /** A number of seven bits a byte, the least significant first, without a tag. */
  void varint(long value) {
    reserve(MAX_VARINT_BYTES);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      array[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    array[size++] = (byte) left;
  }

  /** Bytes as they are, without a tag. */
  void raw(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  /** Folds a number of either sign to one that is small when its absolute value is. */
  static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private static int varintBytes(int value) {
    return (31 - Integer.numberOfLeadingZeros(value | 1)) / 7 + 1;
  }

  private void tag(int field, int type) {
    varint((long) field << 3 | type);
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > array.length) {
      array = Arrays.copyOf(array, (int) Math.max(needed, Math.min(2L * array.length, 1 << 30)));
    }
  }
}
