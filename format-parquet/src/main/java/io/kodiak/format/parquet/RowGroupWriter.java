package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import io.kodiak.api.SlabBuffer;
import java.io.IOException;

/**
 * Encodes blocks into the pages of the row group at hand, which it holds until the columns can be
 * written one after the other. For one thread.
 */
final class RowGroupWriter implements AutoCloseable {
  private final PageEncoder encoder;
  private final SlabBuffer[] chunks = new SlabBuffer[Layout.COLUMNS.size()];
  private long[] numbers = new long[0];
  private RowGroup group;

  /** Begins with a row group at {@code position} in the file. */
  RowGroupWriter(Codec codec, long position) throws IOException {
    encoder = new PageEncoder(codec);
    for (int i = 0; i < chunks.length; i++) {
      chunks[i] = new SlabBuffer();
    }
    group = new RowGroup(position);
  }

  /** The row group at hand. */
  RowGroup group() {
    return group;
  }

  /** Adds a block: one page to each column. */
  void append(Block block) {
    int rows = block.count();
    if (numbers.length < rows) {
      numbers = new long[rows];
    }
    keys(block, rows);
    sequences(block, rows);
    int tombstones = kinds(block, rows);
    values(block, rows, tombstones);
    group.block(rows, tombstones);
  }

  /**
   * Adds a block with its pages as they are, but for those of the operations, of which a file does
   * not say where they lie: they are made anew from a few bytes.
   */
  void append(HeldPages held) {
    Block block = held.rows();
    int rows = block.count();
    if (numbers.length < rows) {
      numbers = new long[rows];
    }
    BlockPlace place = held.place;
    int sequencesAt = place.keyBytes;
    int valuesAt = sequencesAt + place.seqBytes;
    take(Layout.KEY, held.bytes, 0, place.keyBytes, held.plain.keys());
    boundKeys(block, rows);
    take(Layout.SEQ, held.bytes, sequencesAt, place.seqBytes, held.plain.sequences());
    boundSequences(block.sequences(), rows);
    int tombstones = kinds(block, rows);
    take(Layout.VALUE, held.bytes, valuesAt, place.valueBytes, held.plain.values());
    group.block(rows, tombstones);
  }

  private void take(int column, byte[] bytes, int from, int length, int plainBytes) {
    chunks[column].append(bytes, from, length);
    group.page(column, length, plainBytes);
  }

  private void keys(Block block, int rows) {
    byte[] keys = block.keyArray();
    int[] offsets = block.keyOffsets();
    for (int row = 0; row < rows; row++) {
      numbers[row] = block.keyLength(row);
    }
    encoder.numbers(numbers, rows);
    add(Layout.KEY, rows, 0, keys, offsets[0], offsets[rows]);
    boundKeys(block, rows);
  }

  private void boundKeys(Block block, int rows) {
    int[] offsets = block.keyOffsets();
    group
        .keys()
        .addKeys(block.keyArray(), offsets[0], offsets[1], offsets[rows - 1], offsets[rows]);
  }

  private void sequences(Block block, int rows) {
    encoder.numbers(block.sequences(), rows);
    encoder.add(chunks[Layout.SEQ], group, Layout.SEQ, rows);
    boundSequences(block.sequences(), rows);
  }

  private void boundSequences(long[] sequences, int rows) {
    long least = sequences[0];
    long greatest = least;
    for (int row = 1; row < rows; row++) {
      least = Math.min(least, sequences[row]);
      greatest = Math.max(greatest, sequences[row]);
    }
    group.sequences().addNumbers(least, greatest, Long.BYTES);
  }

  /** Adds the page of operations; returns the number of tombstones. */
  private int kinds(Block block, int rows) {
    byte[] kinds = block.kinds();
    int tombstones = 0;
    for (int row = 0; row < rows; row++) {
      numbers[row] = kinds[row];
      tombstones += kinds[row];
    }
    encoder.numbers(numbers, rows);
    encoder.add(chunks[Layout.OP], group, Layout.OP, rows);
    group.kinds().addNumbers(tombstones == rows ? 1 : 0, tombstones > 0 ? 1 : 0, Integer.BYTES);
    return tombstones;
  }

  private void values(Block block, int rows, int tombstones) {
    byte[] kinds = block.kinds();
    int[] offsets = block.values().offsets();
    int present = 0;
    for (int row = 0; row < rows; row++) {
      // Overwritten by the next row when this one is a tombstone.
      numbers[present] = block.values().length(row);
      present += 1 - kinds[row];
    }
    encoder.levels(kinds, rows, tombstones);
    encoder.numbers(numbers, present);
    add(Layout.VALUE, rows, tombstones, block.values().array(), offsets[0], offsets[rows]);
  }

  private void add(int column, int rows, int nulls, byte[] data, int from, int to) {
    encoder.add(chunks[column], group, column, rows, nulls, data, from, to - from);
  }

  /** Writes what is held as a row group and begins the next one behind it. */
  RowGroup flush(FileSink sink) throws IOException {
    for (SlabBuffer chunk : chunks) {
      chunk.drain(sink);
    }
    RowGroup complete = group;
    group = new RowGroup(sink.position());
    return complete;
  }

  @Override
  public void close() {
    encoder.close();
    for (SlabBuffer chunk : chunks) {
      chunk.clear();
    }
  }
}
