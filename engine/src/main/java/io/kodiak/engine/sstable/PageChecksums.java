package io.kodiak.engine.sstable;

import io.kodiak.api.CorruptionException;
import java.util.zip.CRC32C;

/**
 * The CRC32C of every 4 KiB of a data file; the last piece may be shorter. Immutable and safe to
 * share.
 */
final class PageChecksums {
  /** The bytes that one checksum covers. */
  static final int PAGE_BYTES = 4096;

  private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);

  private final long fileBytes;
  private final int[] checksums;

  /** Keeps the array; there must be one checksum for each page of a file of that size. */
  PageChecksums(long fileBytes, int[] checksums) {
    if (checksums.length != pages(fileBytes)) {
      throw new IllegalArgumentException(
          checksums.length + " checksums for a file of " + fileBytes + " bytes");
    }
    this.fileBytes = fileBytes;
    this.checksums = checksums;
  }

  /** How many pages a file of this size has. */
  static long pages(long fileBytes) {
    return (fileBytes + PAGE_BYTES - 1) / PAGE_BYTES;
  }

  /** The size of the data file. */
  long fileBytes() {
    return fileBytes;
  }

  /** One checksum a page; not to be written. */
  int[] checksums() {
    return checksums;
  }

  /** The length of a page: 4 KiB, or what is left of the file. */
  int pageLength(long page) {
    return (int) Math.min(PAGE_BYTES, fileBytes - page * PAGE_BYTES);
  }

  /**
   * Compares a page with its checksum.
   *
   * @param file its name, for the error
   * @throws CorruptionException when they differ
   */
  void verify(String file, long page, byte[] array, int offset) throws CorruptionException {
    CRC32C crc = CRC.get();
    crc.reset();
    int length = pageLength(page);
    crc.update(array, offset, length);
    int expected = checksums[(int) page];
    if ((int) crc.getValue() != expected) {
      throw new CorruptionException(
          file,
          page * PAGE_BYTES,
          String.format(
              "the %d bytes from here have the CRC32C %08x instead of %08x",
              length, (int) crc.getValue(), expected));
    }
  }
}
