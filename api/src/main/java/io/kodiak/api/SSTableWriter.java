package io.kodiak.api;

import java.io.Closeable;
import java.io.IOException;

/** Encodes the blocks of one SSTable into its file. For one thread. */
public interface SSTableWriter extends Closeable {
  /**
   * Adds a block; blocks arrive in the order of their keys. The writer keeps nothing of the block
   * beyond the call unless it copies or encodes it: the engine uses the arrays for others.
   */
  void append(Block block) throws IOException;

  /** The bytes written so far and those held back, encoded, for what comes next: a file's size. */
  long bytesWritten();

  /**
   * Completes the file and returns its block directory: where each block lies, in a form that only
   * the format reads. The engine keeps it in the sidecar and passes it to {@link
   * SSTableFormat#reader}, so that opening parses no footer. Called once, after at least one block.
   */
  Slice finish() throws IOException;

  /** Releases what the writer holds; without {@link #finish()} the file is abandoned. */
  @Override
  void close() throws IOException;
}
