package io.kodiak.engine.database;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Limits;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes to any tables of one database that happen together or not at all, in the order in which
 * they were added. May be written several times; not safe for use by several threads.
 */
public final class WriteBatch {
  /** The most bytes that one batch takes, with its few bytes of overhead per write. */
  static final int MAX_BYTES = 1 << 30;

  private byte[] buffer;
  private int length;
  private int count;
  private @Nullable Engine engine;

  /** Makes an empty batch. */
  public WriteBatch() {
    this(256);
  }

  WriteBatch(int capacity) {
    buffer = new byte[capacity];
  }

  /**
   * Sets the value of {@code key} in {@code table}. Copies both.
   *
   * @param key 1 to {@value Limits#MAX_KEY_BYTES} bytes
   * @param value 0 to {@value Limits#MAX_VALUE_BYTES} bytes
   */
  public WriteBatch put(Table table, byte[] key, byte[] value) {
    checkValueLength(value.length);
    add(table, EntryKind.PUT, key, value);
    return this;
  }

  /** Removes {@code key} from {@code table}, where it need not be. Copies the key. */
  public WriteBatch delete(Table table, byte[] key) {
    add(table, EntryKind.DELETE, key, NO_BYTES);
    return this;
  }

  private static final byte[] NO_BYTES = new byte[0];

  private void add(Table table, EntryKind kind, byte[] key, byte[] value) {
    checkKey(key);
    Engine home = table.engine();
    if (engine != null && engine != home) {
      throw new IllegalArgumentException("a batch writes to tables of one database");
    }
    reserve(BatchCodec.maxBytes(key.length, value.length));
    length = BatchCodec.encode(buffer, length, table.id(), kind, key, value);
    count++;
    engine = home;
  }

  static void checkKey(byte[] key) {
    checkKeyLength(key.length);
  }

  static void checkKeyLength(int length) {
    if (length < Limits.MIN_KEY_BYTES || length > Limits.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a key has 1 to " + Limits.MAX_KEY_BYTES + " bytes, this one " + length);
    }
  }

  static void checkValueLength(int length) {
    if (length > Limits.MAX_VALUE_BYTES) {
      throw new IllegalArgumentException(
          "a value has at most " + Limits.MAX_VALUE_BYTES + " bytes, this one " + length);
    }
  }

  private void reserve(int more) {
    long needed = (long) length + more;
    if (needed > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a batch takes at most " + MAX_BYTES + " bytes; write this one in parts");
    }
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, (int) Math.max(needed, Math.min(2L * length, MAX_BYTES)));
    }
  }

  /** The number of writes. */
  public int count() {
    return count;
  }

  /** Whether there are no writes. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** The size of the writes in bytes, with their overhead. */
  public int bytes() {
    return length;
  }

  /** Forgets all writes, so that the batch may be filled again. */
  public void clear() {
    length = 0;
    count = 0;
    engine = null;
  }

  byte[] buffer() {
    return buffer;
  }

  @Nullable Engine engine() {
    return engine;
  }
}
