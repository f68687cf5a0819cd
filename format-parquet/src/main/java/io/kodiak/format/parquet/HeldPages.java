package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import java.io.IOException;

/** The pages of a block as they are in a file, without that of its operations. Immutable. */
final class HeldPages implements EncodedBlock {
  /** The file and the number of the block there, for messages. */
  final String file;

  final int index;

  /** Where the pages lie in the file. */
  final BlockPlace place;

  /** How key and value are compressed. */
  final Codec codec;

  /** The pages of key, seq and value, one behind the other, and then anything. */
  final byte[] bytes;

  /** The bytes of each page before compression, its header included. */
  final PlainSizes plain;

  private final long valueBytes;
  private final Block rows;

  /** The bytes of the pages of a block before compression, headers included. */
  record PlainSizes(int keys, int sequences, int values) {}

  /**
   * Keeps everything.
   *
   * @param place of no other block later
   * @param valueBytes about the bytes of all values
   * @param rows the block without its values
   */
  HeldPages(
      String file,
      int index,
      BlockPlace place,
      Codec codec,
      byte[] bytes,
      PlainSizes plain,
      long valueBytes,
      Block rows) {
    this.file = file;
    this.index = index;
    this.place = place;
    this.codec = codec;
    this.bytes = bytes;
    this.plain = plain;
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
    return place.bytes();
  }

  @Override
  public Block decode() throws IOException {
    return ParquetReader.decode(this);
  }
}
