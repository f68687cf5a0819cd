package io.kodiak.format.feather;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import java.io.IOException;

/** The record batch of a block as it is in a file. Immutable. */
final class HeldBatch implements EncodedBlock {
  /** The file, the number of the block there and where it begins, for messages. */
  final String file;

  final int index;
  final long position;

  /** How the buffers are compressed. */
  final Codec codec;

  /** Metadata and buffers, and nothing else. */
  final byte[] bytes;

  final int metadataBytes;

  /** The bytes of the metadata and of all buffers but the last. */
  final int headBytes;

  private final long valueBytes;
  private final Block rows;

  /**
   * Keeps everything.
   *
   * @param directory of the file
   * @param valueBytes the bytes of all values
   * @param rows the block without its values
   */
  HeldBatch(
      String file, BlockDirectory directory, int index, byte[] bytes, long valueBytes, Block rows) {
    this.file = file;
    this.index = index;
    this.position = directory.position(index);
    this.codec = directory.codec();
    this.bytes = bytes;
    this.metadataBytes = directory.metadataBytes(index);
    this.headBytes = directory.headBytes(index);
    this.valueBytes = valueBytes;
    this.rows = rows;
  }

  @Override
  public Block rows() {
    return rows;
  }

  @Override
  public long valueBytes() {
    return valueBytes;
  }

  @Override
  public long encodedBytes() {
    return bytes.length;
  }

  @Override
  public Block decode() throws IOException {
    return FeatherReader.decode(this);
  }
}
