package io.kodiak.api;

import java.io.IOException;

/**
 * A reader that gives blocks out as they are encoded, so that an {@link EncodedBlockWriter} can
 * take them over.
 *
 * <p>An optional capability: a compaction asks for it with {@code instanceof} where whole blocks of
 * an input are likely to go into its output unchanged; with any other reader they are decoded and
 * encoded anew. Threading, life cycle and failure are those of {@link SSTableReader}.
 */
public interface EncodedBlockReader extends SSTableReader {
  /**
   * The block that {@link #block(int)} decodes, with its values left as they are. Every byte of it
   * is read from the file, and so compared with the engine's checksums, before this returns.
   *
   * @param index counted from 0
   * @throws CorruptionException when the bytes that were decoded cannot be those of such a block
   */
  EncodedBlock encodedBlock(int index) throws IOException;
}
