package io.kodiak.benchmarks.format;

import java.io.IOException;
import java.util.List;

/** Writes and opens files of one kind. For one thread. */
interface Subject {
  /** How results name it. */
  String name();

  /** The ways in which it does an operation; the figures of each are kept. */
  List<String> ways(Operation operation);

  /**
   * Writes a durable file of all rows, from which the others are then read; the one before is
   * deleted.
   */
  void write(Rows rows, FileShape shape) throws IOException;

  /** The bytes of the file and of what belongs to it. */
  long bytes() throws IOException;

  /**
   * Opens the file.
   *
   * @param way one of {@link #ways}
   * @param cacheBytes the block cache; 0: none
   */
  OpenedFile open(String way, long cacheBytes) throws IOException;

  /** Deletes the file. */
  void delete() throws IOException;
}
