package io.kodiak.engine.database;

/**
 * How a {@link BulkLoad} works. Immutable.
 *
 * @param sorted whether the rows come in strictly ascending order of their keys; then nothing is
 *     sorted, and a row out of order ends the load
 * @param memoryBytes how much heap the rows may take before they are written out, in bytes; {@value
 *     #MIN_MEMORY_BYTES} to {@value #MAX_MEMORY_BYTES}
 * @param fileBytes about how large an SSTable becomes, in bytes; from {@value #MIN_FILE_BYTES}
 * @param link whether files that are added may share their bytes with the original by a hard link;
 *     otherwise, and where the file system has none, they are copied
 */
public record BulkLoadOptions(boolean sorted, long memoryBytes, long fileBytes, boolean link) {
  /** The least heap for rows: 4 KiB. */
  public static final long MIN_MEMORY_BYTES = 4 << 10;

  /** The most heap for rows: 4 GiB. */
  public static final long MAX_MEMORY_BYTES = 4L << 30;

  /** The least size of an SSTable: 1 KiB. */
  public static final long MIN_FILE_BYTES = 1 << 10;

  /** Rows in any order, 64 MiB of heap, SSTables of 64 MiB, hard links where possible. */
  public static final BulkLoadOptions DEFAULT =
      new BulkLoadOptions(false, 64L << 20, 64L << 20, true);

  /** Checks the bounds. */
  public BulkLoadOptions {
    if (memoryBytes < MIN_MEMORY_BYTES || memoryBytes > MAX_MEMORY_BYTES) {
      throw new IllegalArgumentException(
          "a bulk load takes %d to %d bytes of memory, not %d"
              .formatted(MIN_MEMORY_BYTES, MAX_MEMORY_BYTES, memoryBytes));
    }
    if (fileBytes < MIN_FILE_BYTES) {
      throw new IllegalArgumentException(
          "a bulk load makes files of at least %d bytes, not %d"
              .formatted(MIN_FILE_BYTES, fileBytes));
    }
  }

  /** The same, for rows in strictly ascending order of their keys or not. */
  public BulkLoadOptions withSorted(boolean ascending) {
    return new BulkLoadOptions(ascending, memoryBytes, fileBytes, link);
  }

  /** The same, with another bound for the heap that rows take. */
  public BulkLoadOptions withMemoryBytes(long bytes) {
    return new BulkLoadOptions(sorted, bytes, fileBytes, link);
  }

  /** The same, with another size of SSTables. */
  public BulkLoadOptions withFileBytes(long bytes) {
    return new BulkLoadOptions(sorted, memoryBytes, bytes, link);
  }

  /** The same, with hard links allowed or not. */
  public BulkLoadOptions withLink(boolean allowed) {
    return new BulkLoadOptions(sorted, memoryBytes, fileBytes, allowed);
  }
}
