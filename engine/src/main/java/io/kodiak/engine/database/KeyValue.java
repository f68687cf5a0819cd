package io.kodiak.engine.database;

import io.kodiak.api.Slice;

/** A key of a table and its value. The arrays are the caller's. */
public final class KeyValue {
  private final byte[] key;
  private final byte[] value;

  KeyValue(byte[] key, byte[] value) {
    this.key = key;
    this.value = value;
  }

  /** The key. */
  public byte[] key() {
    return key;
  }

  /** Its value. */
  public byte[] value() {
    return value;
  }

  @Override
  public String toString() {
    return Slice.of(key) + "=" + Slice.of(value);
  }
}
