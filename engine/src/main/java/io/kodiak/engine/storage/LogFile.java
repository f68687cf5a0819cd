package io.kodiak.engine.storage;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file of fixed size, mapped into memory, that a log is written into.
 *
 * <p>One thread writes at a time; others may read and force meanwhile. Whoever closes it makes sure
 * that none of these is under way. An interrupt changes nothing.
 */
public interface LogFile extends Closeable {
  /** The largest size of a log file in bytes. */
  long MAX_BYTES = Integer.MAX_VALUE - 7L;

  /** The name that the file was opened by, for messages. */
  String name();

  /** The size of the file in bytes. It never changes. */
  long size();

  /** Writes {@code length} bytes of {@code source} from {@code offset} to {@code position}. */
  void write(long position, byte[] source, int offset, int length) throws IOException;

  /** Reads {@code length} bytes from {@code position} into {@code target} at {@code offset}. */
  void read(long position, byte[] target, int offset, int length) throws IOException;

  /**
   * Makes the bytes from {@code from} up to, not including, {@code to} durable.
   *
   * @throws IOException when it is unknown what of it is durable; to force again proves nothing
   */
  void force(long from, long to) throws IOException;

  /**
   * Brings the content of the file into memory, so that no write waits for the disk. What the disk
   * cannot read is an error here, not later.
   */
  void load() throws IOException;

  /** Closes the file; forces nothing. A second call does nothing. */
  @Override
  void close() throws IOException;
}
