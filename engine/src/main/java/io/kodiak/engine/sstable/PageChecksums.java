package io.kodiak.engine.sstable;

import io.kodiak.api.CorruptionException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The CRC32C of every page of a data file: of 1 KiB, in files that sidecars of version 1 describe
 * of 4 KiB; the last one may be shorter. Small pages cost little room and hardly any time, and who
 * looks up a key reads a few hundred bytes here and there. Immutable and safe to share.
 */
final class PageChecksums {
  /** The bytes that one checksum covers, in files that are written now. */
  static final int PAGE_BYTES = 1 << 10;

  /** The most that one covers, in files that were written before. */
  static final int MAX_PAGE_BYTES = 4 << 10;

  /** The bytes of a checksum. */
  static final int BYTES = 4;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final int pageBytes;
  private final long fileBytes;
  private final byte[] array;
  private final int start;

  /**
   * Keeps the array.
   *
   * @param pageBytes the bytes that one checksum covers
   * @param start where in it the checksums begin, four bytes for each page of a file of that size
   */
  PageChecksums(int pageBytes, long fileBytes, byte[] array, int start) {
    if (array.length - start < BYTES * pages(pageBytes, fileBytes)) {
      throw new IllegalArgumentException("too few checksums for " + fileBytes + " bytes");
    }
    this.pageBytes = pageBytes;
    this.fileBytes = fileBytes;
    this.array = array;
    this.start = start;
  }

  /** How many pages a file of this size has. */
  static long pages(int pageBytes, long fileBytes) {
    return (fileBytes + pageBytes - 1) / pageBytes;
  }

  /** The bytes that one checksum covers: a power of two. */
  int pageBytes() {
    return pageBytes;
  }

  /** The size of the data file. */
  long fileBytes() {
    return fileBytes;
  }

  /** The checksum of a page. */
  int checksum(long page) {
    return (int) INT.get(array, start + BYTES * (int) page);
  }

  /** Writes a checksum as {@link #checksum} reads it. */
  static void write(byte[] array, int offset, int checksum) {
    INT.set(array, offset, checksum);
  }

  /** The array that the checksums lie in; not to be written. */
  byte[] array() {
    return array;
  }

  /** Where in {@link #array()} the checksums begin. */
  int start() {
    return start;
  }

  /** The size of all checksums in bytes. */
  int bytes() {
    return BYTES * (int) pages(pageBytes, fileBytes);
  }

  /** The length of a page: {@link #pageBytes}, or what is left of the file. */
  int pageLength(long page) {
    return (int) Math.min(pageBytes, fileBytes - page * pageBytes);
  }

  /**
   * Compares a page with its checksum.
   *
   * @param file its name, for the error
   * @param crc of the thread, in whatever state
   * @throws CorruptionException when they differ
   */
  void verify(String file, long page, byte[] array, int offset, CRC32C crc)
      throws CorruptionException {
    crc.reset();
    int length = pageLength(page);
    crc.update(array, offset, length);
    int expected = checksum(page);
    if ((int) crc.getValue() != expected) {
      throw new CorruptionException(
          file,
          page * pageBytes,
          String.format(
              "the %d bytes from here have the CRC32C %08x instead of %08x",
              length, (int) crc.getValue(), expected));
    }
  }
}
