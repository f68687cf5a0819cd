package io.kodiak.api;

/**
 * A window onto one entry of a memtable or a block: where its key and its value lie, its sequence
 * and its kind.
 *
 * <p>A view holds no bytes of its own and is filled again and again, so that reading a million
 * entries allocates nothing. Its content stays valid until whoever filled it moves on or is closed.
 * Not safe for use by several threads.
 */
public final class EntryView {
  private static final byte[] NONE = new byte[0];

  private byte[] keyArray = NONE;
  private int keyOffset;
  private int keyLength;
  private byte[] valueArray = NONE;
  private int valueOffset;
  private int valueLength;
  private long sequence;
  private EntryKind kind = EntryKind.PUT;

  /** Makes a view of an empty entry. */
  public EntryView() {}

  /** Points the key of this view at a range of bytes. */
  public void key(byte[] array, int offset, int length) {
    // In a walk over a block the array is mostly the same: writing a reference tells the collector.
    if (keyArray != array) {
      keyArray = array;
    }
    keyOffset = offset;
    keyLength = length;
  }

  /** Points the value of this view at a range of bytes. */
  public void value(byte[] array, int offset, int length) {
    if (valueArray != array) {
      valueArray = array;
    }
    valueOffset = offset;
    valueLength = length;
  }

  /** Points this view at copies of a key and a value, in an array of their own. */
  public void copy(
      byte[] keys, int keyStart, int keyBytes, byte[] values, int valueStart, int valueBytes) {
    byte[] copy = new byte[Math.addExact(keyBytes, valueBytes)];
    System.arraycopy(keys, keyStart, copy, 0, keyBytes);
    System.arraycopy(values, valueStart, copy, keyBytes, valueBytes);
    key(copy, 0, keyBytes);
    value(copy, keyBytes, valueBytes);
  }

  /** Sets the version that this view shows. */
  public void version(long sequence, EntryKind kind) {
    this.sequence = sequence;
    if (this.kind != kind) {
      this.kind = kind;
    }
  }

  /** The array that holds the key. */
  public byte[] keyArray() {
    return keyArray;
  }

  /** Where in {@link #keyArray()} the key begins. */
  public int keyOffset() {
    return keyOffset;
  }

  /** The length of the key in bytes. */
  public int keyLength() {
    return keyLength;
  }

  /** The array that holds the value. */
  public byte[] valueArray() {
    return valueArray;
  }

  /** Where in {@link #valueArray()} the value begins. */
  public int valueOffset() {
    return valueOffset;
  }

  /** The length of the value in bytes; 0 for a tombstone. */
  public int valueLength() {
    return valueLength;
  }

  /** The sequence number of the write that made this entry. */
  public long sequence() {
    return sequence;
  }

  /** What the entry says of its key. */
  public EntryKind kind() {
    return kind;
  }

  /** The key as a slice over the same bytes; allocates. */
  public Slice keySlice() {
    return Slice.of(keyArray, keyOffset, keyLength);
  }

  /** The value as a slice over the same bytes; allocates. */
  public Slice valueSlice() {
    return Slice.of(valueArray, valueOffset, valueLength);
  }

  /** Compares the key of this view with a range of bytes. */
  public int compareKey(byte[] array, int offset, int length) {
    return Slice.compare(keyArray, keyOffset, keyLength, array, offset, length);
  }

  @Override
  public String toString() {
    return keySlice() + "@" + sequence + (kind == EntryKind.PUT ? "=" + valueSlice() : " deleted");
  }
}
