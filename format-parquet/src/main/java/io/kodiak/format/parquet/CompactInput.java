package io.kodiak.format.parquet;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Reads Thrift's compact protocol from a range of an array, believing nothing of it.
 *
 * <p>Every count is compared with the bytes that are left before anybody allocates by it, and
 * nesting is bounded. What cannot be right is a {@link MalformedException}. For one thread; may be
 * used again for another range.
 */
final class CompactInput {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_TEXT_BYTES = 256;

  private byte[] array = new byte[0];
  private int at;
  private int end;

  /** Begins at {@code from}; nothing is read at or behind {@code to}. */
  CompactInput over(byte[] source, int from, int to) {
    array = source;
    at = from;
    end = to;
    return this;
  }

  /** The index in the array of the next byte. */
  int position() {
    return at;
  }

  /** The number of bytes that are left. */
  int remaining() {
    return end - at;
  }

  /**
   * Reads the header of the next field.
   *
   * @param last the id of the field before, 0 for the first
   * @return id and type, to be taken apart by {@link #id} and {@link #type}; 0 at the struct's end
   */
  int field(int last) {
    int header = next();
    if (header == 0) {
      return 0;
    }
    int delta = header >>> 4;
    int id = delta != 0 ? last + delta : i32();
    if (id <= 0 || id > Short.MAX_VALUE) {
      throw new MalformedException("a field has the id " + id);
    }
    return (id << 4) | (header & 15);
  }

  static int id(int field) {
    return field >>> 4;
  }

  static int type(int field) {
    return field & 15;
  }

  /** The value of a field of truth, which lies in its type. */
  static boolean truth(int field) {
    require(field, type(field) == CompactOutput.TRUE || type(field) == CompactOutput.FALSE);
    return type(field) == CompactOutput.TRUE;
  }

  int i32(int field) {
    require(field, type(field) == CompactOutput.I32);
    return i32();
  }

  long i64(int field) {
    require(field, type(field) == CompactOutput.I64);
    return zigzag(varint());
  }

  /**
   * Reads a length and steps behind as many bytes; returns the length. They end at the position.
   */
  int binary(int field) {
    require(field, type(field) == CompactOutput.BINARY);
    return skipBinary();
  }

  /** Reads a short text: a longer one than any name here is cut. */
  String text(int field) {
    int length = binary(field);
    return new String(array, at - length, Math.min(length, MAX_TEXT_BYTES), UTF_8);
  }

  void struct(int field) {
    require(field, type(field) == CompactOutput.STRUCT);
  }

  /** Reads the header of a list whose elements are structs; returns how many. */
  int structs(int field) {
    require(field, type(field) == CompactOutput.LIST);
    int header = next();
    int count = count(header);
    if (count > 0 && (header & 15) != CompactOutput.STRUCT) {
      throw new MalformedException("field " + id(field) + " is not a list of structs");
    }
    return count;
  }

  /** Steps over a struct that is an element of a list. */
  void struct() {
    skipStruct(0);
  }

  /** Steps over the value of a field of any type. */
  void skip(int field) {
    skip(type(field), true, 0);
  }

  /** Reads a number of seven bits a byte that fits 31 bits. */
  int count() {
    long value = varint();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedException("a count is too large");
    }
    return (int) value;
  }

  /** Reads a number of seven bits a byte, at most ten of them; most take one or two. */
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

  private long longVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = next();
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedException("a number has more than ten bytes");
  }

  /** Undoes the folding of signed numbers to unsigned ones. */
  static long zigzag(long value) {
    return (value >>> 1) ^ -(value & 1);
  }

  private int i32() {
    long value = zigzag(varint());
    if (value != (int) value) {
      throw new MalformedException("a number does not fit 32 bits");
    }
    return (int) value;
  }

  /** The count of a list or set by its header; an element takes a byte at least. */
  private int count(int header) {
    int count = header >>> 4;
    if (count == 15) {
      count = count();
    }
    if (count > remaining()) {
      throw new MalformedException("a list claims " + count + " elements");
    }
    return count;
  }

  private void skip(int type, boolean field, int depth) {
    if (depth > MAX_DEPTH) {
      throw new MalformedException("nested too deeply");
    }
    switch (type) {
      case 1, 2 -> advance(field ? 0 : 1);
      case 3 -> advance(1);
      case 4, 5, 6 -> varint();
      case 7 -> advance(8);
      case 8 -> skipBinary();
      case 9, 10 -> skipList(depth);
      case 11 -> skipMap(depth);
      case 12 -> skipStruct(depth);
      case 13 -> advance(16);
      default -> throw new MalformedException("a field has the unknown type " + type);
    }
  }

  private void skipStruct(int depth) {
    int last = 0;
    for (int field = field(0); field != 0; field = field(last)) {
      last = id(field);
      skip(type(field), true, depth + 1);
    }
  }

  private void skipList(int depth) {
    int header = next();
    for (int left = count(header); left > 0; left--) {
      skip(header & 15, false, depth + 1);
    }
  }

  private void skipMap(int depth) {
    int count = count();
    if (count > remaining()) {
      throw new MalformedException("a map claims " + count + " entries");
    }
    int types = count == 0 ? 0 : next();
    for (int left = count; left > 0; left--) {
      skip(types >>> 4, false, depth + 1);
      skip(types & 15, false, depth + 1);
    }
  }

  private int skipBinary() {
    int length = count();
    advance(length);
    return length;
  }

  private void advance(int bytes) {
    if (bytes > remaining()) {
      throw new MalformedException("bytes end too early");
    }
    at += bytes;
  }

  private int next() {
    if (at >= end) {
      throw new MalformedException("bytes end too early");
    }
    return array[at++] & 0xff;
  }

  private static void require(int field, boolean holds) {
    if (!holds) {
      throw new MalformedException(
          "field " + id(field) + " has the unexpected type " + type(field));
    }
  }
}
