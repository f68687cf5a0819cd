package io.kodiak.format.orc;

import static io.kodiak.format.orc.MalformedException.require;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads messages of Protocol Buffers from a range of an array, believing nothing of it: every
 * length is compared with the bytes that are left. What cannot be right is a {@link
 * MalformedException}. For one thread.
 */
final class ProtoInput {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** The bits that say that a number goes on in the next byte, of eight numbers. */
  private static final long LONGER = 0x8080808080808080L;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;
  private static final int MAX_TEXT_BYTES = 256;

  private final byte[] array;
  private int at;
  private int end;
  private int type;

  /** Begins at {@code from}; nothing is read at or behind {@code to}. */
  ProtoInput(byte[] array, int from, int to) {
    this.array = array;
    this.at = from;
    this.end = to;
  }

  /** The number of bytes that are left. */
  int remaining() {
    return end - at;
  }

  /** Where in the array the next byte is. */
  int position() {
    return at;
  }

  /** The number of the next field; 0 at the end of the message. */
  int field() {
    if (at == end) {
      return 0;
    }
    long tag = varint();
    long field = tag >>> 3;
    require(field > 0 && field < 1 << 29, "a field has a number out of bounds");
    type = (int) tag & 7;
    return (int) field;
  }

  /** The value of a field that is a number. */
  long number() {
    require(type == VARINT, "a field is not a number");
    return varint();
  }

  /** The value of a field that is a number from 0 to {@code most}. */
  int number(int most) {
    long value = number();
    require(value >= 0 && value <= most, "a number is out of bounds");
    return (int) value;
  }

  /** The value of a field that is a short text: a longer one than any here is cut. */
  String text() {
    int length = length();
    String text = new String(array, at, Math.min(length, MAX_TEXT_BYTES), UTF_8);
    at += length;
    return text;
  }

  /** The message, or packed list, that is the value of a field. */
  ProtoInput message() {
    int length = length();
    at += length;
    return new ProtoInput(array, at - length, at);
  }

  /** Steps over the value of a field. */
  void skip() {
    switch (type) {
      case VARINT -> varint();
      case FIXED64 -> advance(Long.BYTES);
      case BYTES -> advance(length());
      case FIXED32 -> advance(Integer.BYTES);
      default -> throw new MalformedException("a field has the unknown type " + type);
    }
  }

  /** A number of seven bits a byte, at most ten of them, without a tag; most take one or two. */
  long varint() {
    int from = at;
    if (from + 1 < end) {
      byte first = array[from];
      if (first >= 0) {
        at = from + 1;
        return first;
      }
      byte second = array[from + 1];
      if (second >= 0) {
        at = from + 2;
        return (first & 0x7f) | second << 7;
      }
    }
    return longVarint();
  }

  /**
   * The next eight numbers when each of them takes one byte, the first in the lowest byte; -1, and
   * nothing is read, when they do not.
   */
  long eightBytes() {
    if (end - at >= Long.BYTES) {
      long word = (long) LONG.get(array, at);
      if ((word & LONGER) == 0) {
        at += Long.BYTES;
        return word;
      }
    }
    return -1;
  }

  private long longVarint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(at < end, "bytes end too early");
      byte next = array[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("a number has more than ten bytes");
  }

  /** Undoes {@link ProtoOutput#zigzag}. */
  static long unzigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  /** Gives up the last {@code bytes} bytes, which are read in another way. */
  void shorten(int bytes) {
    require(remaining() >= bytes, "bytes end too early");
    end -= bytes;
  }

  private int length() {
    require(type == BYTES, "a field is not a range of bytes");
    long length = varint();
    require(length >= 0 && length <= remaining(), "a field is longer than its message");
    return (int) length;
  }

  private void advance(int bytes) {
    require(remaining() >= bytes, "bytes end too early");
    at += bytes;
  }
}
