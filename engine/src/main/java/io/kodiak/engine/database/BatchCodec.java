package io.kodiak.engine.database;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Limits;

/**
 * The form of a batch in the log: for each write a byte with its kind, the table's id, the length
 * of the key, the key, and for a put the length of the value and the value. Numbers are unsigned
 * LEB128.
 */
final class BatchCodec {
  /** Receives the writes of a batch. */
  interface Visitor {
    /** One write; the value has no bytes when {@code kind} is a delete. */
    void write(
        int table,
        EntryKind kind,
        byte[] array,
        int keyOffset,
        int keyLength,
        int valueOffset,
        int valueLength);
  }

  private static final int MAX_VARINT = 5;

  private BatchCodec() {}

  /** The most bytes that a write with such a key and value takes. */
  static int maxBytes(int keyLength, int valueLength) {
    return 1 + 3 * MAX_VARINT + keyLength + valueLength;
  }

  /** Encodes a write at {@code at} and returns the position behind it. */
  static int encode(byte[] target, int at, int table, EntryKind kind, byte[] key, byte[] value) {
    target[at++] = kind.code();
    at = putVarint(target, at, table);
    at = putVarint(target, at, key.length);
    System.arraycopy(key, 0, target, at, key.length);
    at += key.length;
    if (kind == EntryKind.PUT) {
      at = putVarint(target, at, value.length);
      System.arraycopy(value, 0, target, at, value.length);
      at += value.length;
    }
    return at;
  }

  private static int putVarint(byte[] target, int at, int value) {
    while ((value & ~0x7f) != 0) {
      target[at++] = (byte) (value | 0x80);
      value >>>= 7;
    }
    target[at++] = (byte) value;
    return at;
  }

  /**
   * Passes every write from {@code offset}, inclusive, to {@code end}, exclusive, to {@code
   * visitor}.
   *
   * @return the number of writes
   * @throws MalformedBatchException when the bytes are no batch
   */
  static int decode(byte[] source, int offset, int end, Visitor visitor) {
    int at = offset;
    int count = 0;
    while (at < end) {
      int code = source[at++];
      check(EntryKind.isCode(code), at - 1 - offset);
      EntryKind kind = code == 0 ? EntryKind.PUT : EntryKind.DELETE;
      int table = varint(source, at, end, offset);
      at += varintBytes(table);
      int keyLength = varint(source, at, end, offset);
      at += varintBytes(keyLength);
      check(keyLength >= 1 && keyLength <= Limits.MAX_KEY_BYTES, at - offset);
      check(keyLength <= end - at, at - offset);
      int keyOffset = at;
      at += keyLength;
      int valueLength = 0;
      if (kind == EntryKind.PUT) {
        valueLength = varint(source, at, end, offset);
        at += varintBytes(valueLength);
        check(valueLength <= end - at, at - offset);
      }
      visitor.write(table, kind, source, keyOffset, keyLength, at, valueLength);
      at += valueLength;
      count++;
    }
    return count;
  }

  private static int varint(byte[] source, int at, int end, int base) {
    int value = 0;
    for (int shift = 0; shift < 32; shift += 7) {
      check(at < end, at - base);
      int part = source[at++];
      value |= (part & 0x7f) << shift;
      if (part >= 0) {
        check(value >= 0 && (shift == 0 || part != 0), at - base);
        return value;
      }
    }
    throw new MalformedBatchException(at - base);
  }

  private static int varintBytes(int value) {
    return (38 - Integer.numberOfLeadingZeros(value | 1)) / 7;
  }

  private static void check(boolean holds, int at) {
    if (!holds) {
      throw new MalformedBatchException(at);
    }
  }

  /** Says that bytes are no batch. */
  static final class MalformedBatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int at;

    MalformedBatchException(int at) {
      super("not a batch of writes, from its byte " + at);
      this.at = at;
    }

    /** Where in the batch. */
    int at() {
      return at;
    }
  }
}
