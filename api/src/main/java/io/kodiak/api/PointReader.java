package io.kodiak.api;

import java.io.IOException;

/**
 * A reader that finds one entry without making a block of all the entries around it.
 *
 * <p>An optional capability: the engine asks for it with {@code instanceof} when a lookup misses
 * the cache and the block is not worth a place there; with any other reader it makes the block and
 * searches that. Threading, life cycle and failure are those of {@link SSTableReader}.
 */
public interface PointReader extends SSTableReader {
  /** What became of a search in one block. */
  enum Outcome {
    /** The result is filled. */
    FOUND,

    /** There is no such version in this block, nor in the next one. */
    ABSENT,

    /**
     * The block ends with the key, and all versions of it here are newer than the snapshot: an
     * older one may be in the next block.
     */
    CONTINUES
  }

  /**
   * Finds the newest version of a key in one block whose sequence is at most {@code snapshot}; that
   * may be a tombstone.
   *
   * @param block counted from 0
   * @param snapshot at least 1; {@link Long#MAX_VALUE}: every version counts, and the sequence of
   *     the result need not be right, so that a format may leave the sequences unread
   * @param result filled only when a version is found; its ranges lie in arrays that nobody writes
   *     to any more
   * @throws CorruptionException when the bytes that were needed cannot be those of such a block
   */
  Outcome find(int block, byte[] key, int offset, int length, long snapshot, EntryView result)
      throws IOException;
}
