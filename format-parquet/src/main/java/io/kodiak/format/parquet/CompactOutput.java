package io.kodiak.format.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * Writes Thrift's compact protocol, in which Parquet keeps its page headers, indexes and footer,
 * into a growing array.
 *
 * <p>Fields of a struct are written in the order of their ids. The library's own writer does the
 * same through a stack of streams and some ninety classes; here the headers of four pages a block
 * are on the path of every flush.
 *
 * @see <a href="https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md">
 *     Thrift compact protocol</a>
 */
final class CompactOutput {
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int I16 = 4;
  static final int I32 = 5;
  static final int I64 = 6;
  static final int BINARY = 8;
  static final int LIST = 9;
  static final int STRUCT = 12;

  /** How deep structs nest in what Parquet defines, with room to spare. */
  private static final int MAX_DEPTH = 16;

  private byte[] array;
  private int size;
  private int lastField;
  private int depth;
  private final int[] outerFields = new int[MAX_DEPTH];

  CompactOutput(int capacity) {
    array = new byte[capacity];
  }

  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
    lastField = 0;
    depth = 0;
  }

  void i16(int field, int value) {
    header(field, I16);
    varint(zigzag(value));
  }

  void i32(int field, int value) {
    header(field, I32);
    varint(zigzag(value));
  }

  void i64(int field, long value) {
    header(field, I64);
    varint(zigzag(value));
  }

  void bool(int field, boolean value) {
    header(field, value ? TRUE : FALSE);
  }

  void binary(int field, byte[] source) {
    header(field, BINARY);
    binary(source, 0, source.length);
  }

  void text(int field, String text) {
    binary(field, text.getBytes(UTF_8));
  }

  /** Begins a field that is a struct. */
  void beginStruct(int field) {
    header(field, STRUCT);
    beginStruct();
  }

  /** Begins a struct that is the outermost one or an element of a list. */
  void beginStruct() {
    outerFields[depth++] = lastField;
    lastField = 0;
  }

  void endStruct() {
    reserve(1);
    array[size++] = 0;
    lastField = outerFields[--depth];
  }

  /** Begins a field that is a list; exactly {@code count} elements follow. */
  void beginList(int field, int elementType, int count) {
    header(field, LIST);
    reserve(1);
    if (count < 15) {
      array[size++] = (byte) ((count << 4) | elementType);
    } else {
      array[size++] = (byte) (0xf0 | elementType);
      varint(count);
    }
  }

  /** Writes a number as an element of a list. */
  void element(long value) {
    varint(zigzag(value));
  }

  /** Writes a truth value as an element of a list. */
  void element(boolean value) {
    reserve(1);
    array[size++] = (byte) (value ? TRUE : FALSE);
  }

  /** Writes bytes with their length before them: an element of a list of binaries. */
  void binary(byte[] source, int offset, int length) {
    varint(length);
    raw(source, offset, length);
  }

  /** Writes a text as an element of a list. */
  void text(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    binary(bytes, 0, bytes.length);
  }

  /** Writes bytes as they are, such as elements that another output has encoded. */
  void raw(byte[] source, int offset, int length) {
    reserve(length);
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  /** Writes four bytes, least significant first. */
  void fixed32(int value) {
    reserve(Integer.BYTES);
    for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
      array[size++] = (byte) (value >>> shift);
    }
  }

  /** Writes a number of seven bits a byte, least significant first. */
  void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      array[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    array[size++] = (byte) rest;
  }

  private void header(int field, int type) {
    reserve(1);
    int delta = field - lastField;
    if (delta > 0 && delta <= 15) {
      array[size++] = (byte) ((delta << 4) | type);
    } else {
      array[size++] = (byte) type;
      varint(zigzag(field));
    }
    lastField = field;
  }

  private static long zigzag(long value) {
    return (value << 1) ^ (value >> 63);
  }

  private void reserve(int more) {
    int needed = Math.addExact(size, more);
    if (needed > array.length) {
      long doubled = Math.min(2L * array.length, Integer.MAX_VALUE - 8);
      array = Arrays.copyOf(array, (int) Math.max(needed, doubled));
    }
  }
}
