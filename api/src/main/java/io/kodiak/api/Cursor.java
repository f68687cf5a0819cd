package io.kodiak.api;

/**
 * A position in the entries of a memtable, moving in one direction.
 *
 * <p><b>Ordering.</b> An ascending cursor goes by key upwards and, within a key, by sequence
 * downwards (newest version first). A descending cursor is the exact reverse: by key downwards and,
 * within a key, by sequence upwards.
 *
 * <p><b>Visibility.</b> A cursor shows every entry that was in the memtable when it was made. It
 * may or may not show entries added since; if it does, they appear in their place in the order.
 *
 * <p><b>Threading.</b> A cursor is used by one thread at a time, beside the writer and other
 * cursors.
 */
public interface Cursor extends AutoCloseable {
  /**
   * Moves to the first entry in this cursor's direction.
   *
   * @return whether there is one
   */
  boolean first();

  /**
   * Moves to the first entry, in this cursor's direction, at or beyond {@code key}: ascending, the
   * newest version of the least key ≥ {@code key}; descending, the oldest version of the greatest
   * key ≤ {@code key}.
   *
   * @return whether there is one
   */
  boolean seek(Slice key);

  /**
   * Moves to the next entry in this cursor's direction. Allowed only while the cursor stands on an
   * entry.
   *
   * @return whether there is one
   */
  boolean next();

  /**
   * The entry that the cursor stands on: always the same object, filled anew by each move.
   * Meaningful only after a move that returned {@code true}.
   */
  EntryView entry();

  /** Releases the cursor. Closing again does nothing. */
  @Override
  void close();
}
