package io.kodiak.format.feather;

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
 * Reads single blocks, and single entries, straight from the bytes of their record batches.
 *
 * <p>For one thread at a time; see {@link DecoderPool}.
 */
final class BatchDecoder implements AutoCloseable {
  private final BatchColumns columns = new BatchColumns();
  private final PlainLookup plain = new PlainLookup();

  /** For lookups, which make no block. */
  private BlockArrays scratch = BlockArrays.reused();

  /**
   * Reads and decodes a block.
   *
   * @param arrays what the block is put into
   * @throws CorruptionException when its bytes cannot be those of a block
   */
  Block read(FileSource source, BlockDirectory directory, int index, BlockArrays arrays)
      throws IOException {
    try {
      columns.load(source, directory, index);
      return decode(source, directory.rows(index), arrays);
    } catch (RuntimeException e) {
      throw damaged(source, index, e);
    } finally {
      columns.release();
    }
  }

  private Block decode(FileSource source, int count, BlockArrays arrays) throws IOException {
    Block rows = rows(count, arrays);
    int valueBytes = columns.valueBytes();
    byte[] values = arrays.valueArray(valueBytes);
    columns.values(source, values, valueBytes);
    return withValues(rows, values, arrays);
  }

  private Block rows(int count, BlockArrays arrays) throws IOException {
    int keyBytes = columns.keyBytes();
    byte[] keys = arrays.keyArray(keyBytes);
    int[] keyOffsets = arrays.keyOffsets(count);
    columns.keys(keys, keyBytes, keyOffsets);
    long[] sequences = arrays.sequences(count);
    columns.sequences(sequences);
    byte[] kinds = arrays.kinds(count);
    columns.kinds(kinds);
    return Block.withoutValues(count, keys, keyOffsets, sequences, kinds);
  }

  private Block withValues(Block rows, byte[] values, BlockArrays arrays) throws IOException {
    int[] offsets = arrays.valueOffsets(rows.count());
    columns.valueOffsets(rows.kinds(), offsets);
    return new Block(
        rows.count(),
        rows.keyArray(),
        rows.keyOffsets(),
        rows.sequences(),
        rows.kinds(),
        new BytesColumn(Block.VALUE, values, offsets));
  }

  /**
   * Reads all of a block, and decodes everything but its values.
   *
   * @throws CorruptionException when what was decoded cannot be that of a block
   */
  HeldBatch hold(FileSource source, BlockDirectory directory, int index) throws IOException {
    try {
      byte[] bytes = columns.hold(source, directory, index);
      Block rows = rows(directory.rows(index), BlockArrays.fresh());
      return new HeldBatch(source.name(), directory, index, bytes, columns.valueBytes(), rows);
    } catch (RuntimeException e) {
      throw damaged(source, index, e);
    } finally {
      columns.letGo();
    }
  }

  /** Decodes the values as well. */
  Block decode(HeldBatch held) throws IOException {
    try {
      columns.open(held);
      int valueBytes = columns.valueBytes();
      byte[] values = new byte[valueBytes];
      columns.heldValues(values, valueBytes);
      return withValues(held.rows(), values, BlockArrays.fresh());
    } catch (RuntimeException e) {
      throw damaged(held.file, held.position, held.index, e);
    } finally {
      columns.letGo();
    }
  }

  /** {@link PointReader#find} in a block. */
  PointReader.Outcome find(
      FileSource source,
      BlockDirectory directory,
      int index,
      byte[] key,
      int offset,
      int length,
      long snapshot,
      EntryView result)
      throws IOException {
    if (!directory.codec().compresses()) {
      return plain.find(source, directory, index, key, offset, length, snapshot, result);
    }
    try {
      columns.load(source, directory, index);
      return find(source, directory.rows(index), key, offset, length, snapshot, result);
    } catch (RuntimeException e) {
      throw damaged(source, index, e);
    } finally {
      columns.release();
      scratch =
          scratch.contentBytes() > BatchColumns.MAX_KEPT_BYTES ? BlockArrays.reused() : scratch;
    }
  }

  private PointReader.Outcome find(
      FileSource source,
      int rows,
      byte[] key,
      int offset,
      int length,
      long snapshot,
      EntryView result)
      throws IOException {
    int keyBytes = columns.keyBytes();
    byte[] keys = scratch.keyArray(keyBytes);
    int[] keyOffsets = scratch.keyOffsets(rows);
    columns.keys(keys, keyBytes, keyOffsets);
    int row = Block.firstAtLeast(keys, keyOffsets, rows, key, offset, length);
    if (row == rows || !isKey(keys, keyOffsets, row, key, offset, length)) {
      return PointReader.Outcome.ABSENT;
    }
    long sequence = 0;
    if (snapshot < Long.MAX_VALUE) {
      long[] sequences = scratch.sequences(rows);
      columns.sequences(sequences);
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
    columns.kinds(kinds);
    int valueBytes = columns.valueBytes();
    byte[] values = scratch.valueArray(valueBytes);
    columns.values(source, values, valueBytes);
    int[] valueOffsets = scratch.valueOffsets(rows);
    columns.valueOffsets(kinds, valueOffsets);
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

  private CorruptionException damaged(FileSource source, int index, RuntimeException cause) {
    return damaged(source.name(), columns.position(), index, cause);
  }

  static CorruptionException damaged(
      String file, long position, int index, RuntimeException cause) {
    return new CorruptionException(
        file,
        position,
        "the record batch of block " + index + " cannot be decoded: " + cause.getMessage(),
        cause);
  }

  @Override
  public void close() {
    columns.close();
  }
}
