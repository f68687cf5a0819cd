package io.kodiak.columnar;

import io.kodiak.api.CorruptionException;

/**
 * Walks through a structure in Thrift's compact protocol, as a Parquet footer is, and believes
 * nothing: lists and texts have to lie inside of it, and nesting is bounded. What passes can be
 * handed to the library, which allocates what a list claims before it reads the list.
 */
final class CompactGuard {
  private static final int DEEPEST = 64;

  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int MAP = 11;
  private static final int STRUCT = 12;
  private static final int UUID = 13;

  /** The header of the field 1 that is a number of 32 bits. */
  private static final byte FIRST_FIELD_I32 = 0x15;

  private final String file;
  private final long position;
  private final byte[] bytes;
  private int at;

  /**
   * Over the bytes of one structure.
   *
   * @param position where they lie in the file, for messages
   */
  CompactGuard(String file, long position, byte[] bytes) {
    this.file = file;
    this.position = position;
    this.bytes = bytes;
  }

  /**
   * Walks through the structure.
   *
   * @return its first field when that is a number, as the version of a Parquet file is; otherwise 0
   */
  long check() throws CorruptionException {
    long first = 0;
    if (bytes.length > 1 && bytes[0] == FIRST_FIELD_I32) {
      at = 1;
      long zigzag = varint();
      first = (zigzag >>> 1) ^ -(zigzag & 1);
      at = 0;
    }
    struct(0);
    return first;
  }

  private void struct(int depth) throws CorruptionException {
    if (depth > DEEPEST) {
      throw damaged("it is nested more than " + DEEPEST + " deep");
    }
    for (int header = next(); header != 0; header = next()) {
      if (header >>> 4 == 0) {
        varint();
      }
      int type = header & 0xf;
      if (type != TRUE && type != FALSE) {
        value(type, depth);
      }
    }
  }

  private void value(int type, int depth) throws CorruptionException {
    switch (type) {
      case TRUE, FALSE, BYTE -> skip(1);
      case I16, I16 + 1, I64 -> varint();
      case DOUBLE -> skip(8);
      case BINARY -> skip(varint());
      case LIST, SET -> list(depth);
      case MAP -> map(depth);
      case STRUCT -> struct(depth + 1);
      case UUID -> skip(16);
      default -> throw damaged("there is no type " + type);
    }
  }

  private void list(int depth) throws CorruptionException {
    int header = next();
    long count = (long) header >>> 4;
    if (count == 15) {
      count = varint();
    }
    requireLeft(count);
    for (long i = 0; i < count; i++) {
      value(header & 0xf, depth + 1);
    }
  }

  private void map(int depth) throws CorruptionException {
    long count = varint();
    if (count == 0) {
      return;
    }
    requireLeft(count);
    int types = next();
    for (long i = 0; i < count; i++) {
      value(types >>> 4, depth + 1);
      value(types & 0xf, depth + 1);
    }
  }

  private int next() throws CorruptionException {
    requireLeft(1);
    return bytes[at++] & 0xff;
  }

  private long varint() throws CorruptionException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int b = next();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw damaged("a number has more than ten bytes");
  }

  private void skip(long count) throws CorruptionException {
    requireLeft(count);
    at += (int) count;
  }

  /** Every element of a list takes at least a byte. */
  private void requireLeft(long count) throws CorruptionException {
    if (count < 0 || count > bytes.length - at) {
      throw damaged("it claims to hold " + count + " more than fit into it");
    }
  }

  private CorruptionException damaged(String reason) {
    return new CorruptionException(file, position + at, "the footer is damaged: " + reason);
  }
}
