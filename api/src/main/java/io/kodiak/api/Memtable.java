package io.kodiak.api;

/**
 * The entries written last, in memory, until they are flushed to an SSTable.
 *
 * <p>It keeps every version of every key. See the package description for ordering, threading,
 * lifecycle and failure.
 */
public interface Memtable extends AutoCloseable {
  /**
   * Adds an entry. The bytes are copied before the call returns. The sequence is larger with every
   * call.
   *
   * <p>Called by one thread at a time, while others read. The entry must be visible to any thread
   * that learns of it, after this call returned, through a volatile read.
   *
   * @param key 1 to {@value Limits#MAX_KEY_BYTES} bytes
   * @param sequence 1 to {@value Limits#MAX_SEQUENCE}
   * @param value at most {@value Limits#MAX_VALUE_BYTES} bytes; empty for a tombstone
   */
  void put(Slice key, long sequence, EntryKind kind, Slice value);

  /**
   * Finds the newest version of {@code key} whose sequence is at most {@code snapshot}.
   *
   * <p>A tombstone counts as a version: it is found, and {@code result} says so.
   *
   * @param result filled when a version was found, otherwise unchanged; its ranges stay valid until
   *     this memtable is closed
   * @return whether there is such a version
   */
  boolean get(Slice key, long snapshot, EntryView result);

  /** A cursor by key upwards and, within a key, by sequence downwards; not yet on an entry. */
  Cursor ascending();

  /** A cursor in exactly the reverse order; not yet on an entry. */
  Cursor descending();

  /**
   * The heap that this memtable keeps alive, in bytes, with all its structure: grows only. Any
   * thread may ask.
   */
  long bytesUsed();

  /** The number of entries added, counting every version. Any thread may ask. */
  long entryCount();

  /** Frees what the memtable holds. The engine calls it once, when no reader or cursor is left. */
  @Override
  void close();
}
