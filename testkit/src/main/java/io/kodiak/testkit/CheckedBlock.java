package io.kodiak.testkit;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import java.io.IOException;

/** An encoded block that is compared with the decoded one. */
final class CheckedBlock implements EncodedBlock {
  private final EncodedBlock block;
  private final Block rows;

  /** Watches {@code block}. */
  private CheckedBlock(EncodedBlock block) {
    this.block = block;
    this.rows = block.rows();
    rows.check();
    Checks.that(rows.contentBytes() == keyBytes(rows), "the rows of an encoded block have values");
    Checks.that(block.encodedBytes() > 0, block.encodedBytes() + " bytes of an encoded block");
    Checks.that(block.valueBytes() >= 0, block.valueBytes() + " bytes of values");
  }

  /** The block of a reader, watched. */
  static CheckedBlock of(EncodedBlockReader reader, int index) throws IOException {
    return new CheckedBlock(reader.encodedBlock(index));
  }

  /** What a format made: a writer of the same format is to get nothing else. */
  static EncodedBlock unwrap(EncodedBlock block) {
    return block instanceof CheckedBlock checked ? checked.block : block;
  }

  private static long keyBytes(Block rows) {
    return (long) rows.keyOffsets()[rows.count()] - rows.keyOffsets()[0];
  }

  @Override
  public Block rows() {
    Checks.that(block.rows().equals(rows), "an encoded block has other rows than before");
    return rows;
  }

  @Override
  public long valueBytes() {
    return block.valueBytes();
  }

  @Override
  public long encodedBytes() {
    return block.encodedBytes();
  }

  @Override
  public Block decode() throws IOException {
    Block whole = block.decode();
    whole.check();
    Checks.that(hasRows(whole), "an encoded block has other rows when it is decoded");
    return whole;
  }

  private boolean hasRows(Block whole) {
    boolean same = whole.count() == rows.count();
    for (int row = 0; same && row < rows.count(); row++) {
      same =
          whole.key(row).equals(rows.key(row))
              && whole.sequence(row) == rows.sequence(row)
              && whole.kind(row) == rows.kind(row);
    }
    return same;
  }
}
