package io.kodiak.api;

import java.io.IOException;

/**
 * A finished file, read at any position. Safe for use by several threads; survives their
 * interrupts.
 *
 * <p>The engine has compared every byte that it hands out with the checksums of the file: what a
 * format sees is what a format wrote. A file of unknown origin may be read without checksums, so a
 * format still bounds what it believes.
 */
public interface FileSource {
  /** The name of the file, for messages. */
  String name();

  /** The length of the file in bytes. */
  long length();

  /**
   * Reads {@code length} bytes from {@code position} into {@code target} at {@code offset}.
   *
   * @throws CorruptionException when the range is not inside the file, or a checksum does not match
   * @throws IOException when the file cannot be read
   */
  void read(long position, byte[] target, int offset, int length) throws IOException;
}
