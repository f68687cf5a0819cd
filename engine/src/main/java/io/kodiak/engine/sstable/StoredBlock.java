package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import java.io.IOException;

/**
 * A block of an open SSTable whose values are still encoded, so that it can go into another SSTable
 * as it is. It needs nothing of the SSTable it comes from any more. For one thread at a time.
 */
public final class StoredBlock {
  private final OpenFile file;
  private final int number;
  private final EncodedBlock encoded;
  private final Block rows;
  private final long valueBytes;
  private final long encodedBytes;

  /** Keeps what the format said of the block, whose rows were examined. */
  StoredBlock(
      OpenFile file,
      int number,
      EncodedBlock encoded,
      Block rows,
      long valueBytes,
      long encodedBytes) {
    this.file = file;
    this.number = number;
    this.encoded = encoded;
    this.rows = rows;
    this.valueBytes = valueBytes;
    this.encodedBytes = encodedBytes;
  }

  /** Its rows, without their values. */
  public Block rows() {
    return rows;
  }

  /** About the bytes of its keys and values once they are decoded. */
  long contentBytes() {
    return rows.contentBytes() + valueBytes;
  }

  /** The bytes that are copied when it goes into another SSTable. */
  long encodedBytes() {
    return encodedBytes;
  }

  /** What the format makes of it. */
  EncodedBlock encoded() {
    return encoded;
  }

  /**
   * The whole block.
   *
   * @throws io.kodiak.api.CorruptionException when its values are damaged
   * @throws PluginException when the format hands back something else than this block
   */
  public Block decode() throws IOException {
    return file.decode(number, encoded);
  }
}
