package io.kodiak.engine.sstable;

import io.kodiak.api.CorruptionException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The CRC32C of every 4 KiB of a data file; the last piece may be shorter. Immutable and safe to
 * share.
 */
final class PageChecksums {
  /** The bytes that one checksum covers. */
  static final int PAGE_BYTES = 4096;

  /** The bytes of a checksum. */
  static final int BYTES = 4;

  private static final ThreadLocal<CRC32C> CRC = ThreadLocal.withInitial(CRC32C::new);

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long fileBytes;
  private final byte[] array;
  private final int start;

  /**
   * Keeps the array.
   *
   * @param start where in it the checksums begin, four bytes for each page of a file of that size
   */
  PageChecksums(long fileBytes, byte[] array, int start) {
    if (array.length - start < BYTES * pages(fileBytes)) {
      throw new IllegalArgumentException("too few checksums for " + fileBytes + " bytes");
    }
    this.fileBytes = fileBytes;
    this.array = array;
    this.start = start;
  }

  /** How many pages a file of this size has. */
  static long pages(long fileBytes) {
    return (fileBytes + PAGE_BYTES - 1) / PAGE_BYTES;
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
    return BYTES * (int) pages(fileBytes);
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
    int expected = checksum(page);
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
