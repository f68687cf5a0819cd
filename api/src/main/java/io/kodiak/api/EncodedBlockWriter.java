package io.kodiak.api;

import java.io.IOException;

/**
 * A writer that takes blocks over as they are encoded in another file of the same format.
 *
 * <p>An optional capability, of use together with an {@link EncodedBlockReader}. The file that
 * comes of it is as good as one whose blocks were all appended decoded: every reader finds the same
 * blocks in it, with and without the block directory, and indexes and statistics are those of its
 * contents. Threading, life cycle and failure are those of {@link SSTableWriter}.
 */
public interface EncodedBlockWriter extends SSTableWriter {
  /**
   * Whether the block can be taken over into this file. The engine asks only for blocks of files
   * with the same version of the format and the same words of {@link SSTableFormat#encoding} as
   * this one, but perhaps of another plug-in's making. No answer changes the writer.
   */
  boolean accepts(EncodedBlock block);

  /**
   * Adds a block that it {@link #accepts}, as {@link #append(Block)} adds a decoded one. The writer
   * keeps nothing of the block beyond the call unless it copies it.
   */
  void append(EncodedBlock block) throws IOException;
}
