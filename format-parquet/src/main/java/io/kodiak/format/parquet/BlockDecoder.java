package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.BlockArrays;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.FileSource;
import io.kodiak.api.PointReader;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads single blocks, and single entries, straight from the bytes of their pages, without the
 * Parquet library: its readers are made for whole row groups and take dozens of times as long for a
 * block. For one thread at a time; see {@link DecoderPool}.
 */
final class BlockDecoder implements AutoCloseable {
  private final BlockColumns columns = new BlockColumns();

  /** For lookups, which make no block. */
  private BlockArrays scratch = BlockArrays.reused();

  /**
   * Reads and decodes a block.
   *
   * @param arrays what the block is put into
   * @param verifying whether to compare the checksums of the pages as well
   * @throws CorruptionException when its bytes cannot be those of a block
   */
  Block read(
      FileSource source, BlockDirectory directory, int index, BlockArrays arrays, boolean verifying)
      throws IOException {
    columns.locate(directory, index, verifying);
    try {
      return decode(source, arrays);
    } catch (RuntimeException e) {
      throw damaged(source.name(), index, e);
    } finally {
      columns.release();
    }
  }

  private Block decode(FileSource source, BlockArrays arrays) throws IOException {
    columns.open(source, arrays);
    int rows = columns.rows();
    int[] keyOffsets = arrays.keyOffsets(rows);
    byte[] keys = columns.keys(source, arrays, keyOffsets);
    long[] sequences = arrays.sequences(rows);
    columns.sequences(source, sequences);
    byte[] kinds = arrays.kinds(rows);
    int[] valueOffsets = arrays.valueOffsets(rows);
    columns.kinds(source, kinds);
    byte[] values = columns.values(arrays, valueOffsets, kinds);
    return new Block(
        rows,
        keys,
        keyOffsets,
        sequences,
        kinds,
        new BytesColumn(Block.VALUE, values, valueOffsets));
  }

  /**
   * Reads all of a block, and decodes everything but its values.
   *
   * @param verifying whether to compare the checksums of the pages as well
   * @throws CorruptionException when what was decoded cannot be that of a block
   */
  HeldPages hold(FileSource source, BlockDirectory directory, int index, boolean verifying)
      throws IOException {
    columns.locate(directory, index, verifying);
    try {
      byte[] bytes = columns.hold(source);
      BlockArrays arrays = BlockArrays.fresh();
      int rows = columns.rows();
      int[] keyOffsets = arrays.keyOffsets(rows);
      byte[] keys = columns.keys(source, arrays, keyOffsets);
      int plainKeys = columns.plainPageBytes();
      long[] sequences = arrays.sequences(rows);
      columns.sequences(source, sequences);
      int plainSequences = columns.plainPageBytes();
      byte[] kinds = arrays.kinds(rows);
      columns.kinds(source, kinds);
      return new HeldPages(
          source.name(),
          index,
          columns.place(),
          columns.codec(),
          bytes,
          new HeldPages.PlainSizes(plainKeys, plainSequences, columns.plainPageBytes()),
          columns.plainBytes(),
          Block.withoutValues(rows, keys, keyOffsets, sequences, kinds));
    } catch (RuntimeException e) {
      throw damaged(source.name(), index, e);
    } finally {
      columns.release();
    }
  }

  /** Decodes the values as well. */
  Block decode(HeldPages held) throws IOException {
    columns.openHeld(held);
    try {
      Block rows = held.rows();
      BlockArrays arrays = BlockArrays.fresh();
      int[] offsets = arrays.valueOffsets(rows.count());
      columns.openValues();
      byte[] values = columns.values(arrays, offsets, rows.kinds());
      return new Block(
          rows.count(),
          rows.keyArray(),
          rows.keyOffsets(),
          rows.sequences(),
          rows.kinds(),
          new BytesColumn(Block.VALUE, values, offsets));
    } catch (RuntimeException e) {
      throw damaged(held.file, held.index, e);
    } finally {
      columns.release();
    }
  }

  /**
   * {@link PointReader#find} in a block.
   *
   * @param verifying whether to compare the checksums of the pages as well
   */
  PointReader.Outcome find(
      FileSource source,
      BlockDirectory directory,
      int index,
      boolean verifying,
      byte[] key,
      int offset,
      int length,
      long snapshot,
      EntryView result)
      throws IOException {
    columns.locate(directory, index, verifying);
    try {
      return find(source, key, offset, length, snapshot, result);
    } catch (RuntimeException e) {
      throw damaged(source.name(), index, e);
    } finally {
      columns.release();
      scratch =
          scratch.contentBytes() > BlockColumns.MAX_KEPT_BYTES ? BlockArrays.reused() : scratch;
    }
  }

  private PointReader.Outcome find(
      FileSource source, byte[] key, int offset, int length, long snapshot, EntryView result)
      throws IOException {
    columns.open(source, scratch);
    int rows = columns.rows();
    int[] keyOffsets = scratch.keyOffsets(rows);
    byte[] keys = columns.keys(source, scratch, keyOffsets);
    int row = Block.firstAtLeast(keys, keyOffsets, rows, key, offset, length);
    if (row == rows || !isKey(keys, keyOffsets, row, key, offset, length)) {
      return PointReader.Outcome.ABSENT;
    }
    long sequence = 0;
    if (snapshot < Long.MAX_VALUE) {
      long[] sequences = scratch.sequences(rows);
      columns.sequences(source, sequences);
      while (sequences[row] > snapshot) {
        row++;
        if (row == rows) {
          return PointReader.Outcome.CONTINUES;
        }
        if (!isKey(keys, keyOffsets, row, key, offset, length)) {
          return PointReader.Outcome.ABSENT;
        }
      }
      sequence = sequences[row];
    }
    byte[] kinds = scratch.kinds(rows);
    int[] valueOffsets = scratch.valueOffsets(rows);
    columns.kinds(source, kinds);
    byte[] values = columns.values(scratch, valueOffsets, kinds);
    int from = keyOffsets[row];
    int value = valueOffsets[row];
    result.copy(
        keys, from, keyOffsets[row + 1] - from, values, value, valueOffsets[row + 1] - value);
    result.version(sequence, EntryKind.ofCode(kinds[row]));
    return PointReader.Outcome.FOUND;
  }

  private static boolean isKey(
      byte[] keys, int[] offsets, int row, byte[] key, int offset, int length) {
    return Arrays.equals(keys, offsets[row], offsets[row + 1], key, offset, offset + length);
  }

  private CorruptionException damaged(String file, int index, RuntimeException cause) {
    return new CorruptionException(
        file,
        columns.position(),
        "column "
            + columns.column()
            + " of block "
            + index
            + " cannot be decoded: "
            + cause.getMessage(),
        cause);
  }

  @Override
  public void close() {
    columns.close();
  }
}
