package io.kodiak.format.parquet;

/** Where the pages of one block lie in its file. Filled by {@link BlockDirectory#locate}. */
final class BlockPlace {
  int rows;
  long keyPosition;
  int keyBytes;
  long seqPosition;
  int seqBytes;
  long valuePosition;
  int valueBytes;

  /** Whether the row group has no other block, so that the pages follow each other. */
  boolean alone;

  BlockPlace copy() {
    BlockPlace copy = new BlockPlace();
    copy.rows = rows;
    copy.keyPosition = keyPosition;
    copy.keyBytes = keyBytes;
    copy.seqPosition = seqPosition;
    copy.seqBytes = seqBytes;
    copy.valuePosition = valuePosition;
    copy.valueBytes = valueBytes;
    copy.alone = alone;
    return copy;
  }

  /** The bytes of all the pages. */
  int bytes() {
    return keyBytes + seqBytes + valueBytes;
  }
}
