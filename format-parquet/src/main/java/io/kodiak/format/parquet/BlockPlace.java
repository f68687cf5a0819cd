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
}
