package io.kodiak.format.orc;

import io.kodiak.api.Block;
import io.kodiak.api.FileSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Encodes blocks into the streams of the stripe at hand, which it holds until they can be written
 * one after the other. For one thread.
 *
 * <p>A part of a stream is what one block adds to it: chunks and runs of its own, so that the part
 * is decoded without the ones before. Where a row group of the index begins within a block, the
 * runs end as well, so that every position in the index is the begin of a run.
 */
final class StripeWriter implements AutoCloseable {
  private final ChunkEncoder chunks;
  private final StreamBuffer[] streams = new StreamBuffer[Layout.STREAM_COUNT];
  private final StreamBuffer present;
  private final StripeMetadata metadata;
  private final PresentBits presentBits = new PresentBits();
  private final RunLengthEncoder keyLengths = new RunLengthEncoder();
  private final RunLengthEncoder sequences = new RunLengthEncoder();
  private final RunLengthEncoder kinds = new RunLengthEncoder();
  private final RunLengthEncoder valueLengths = new RunLengthEncoder();
  private final List<RowStatistics> groups = new ArrayList<>();
  private long[] numbers = new long[0];
  private BlockSizes blocks = new BlockSizes();
  private int rows;
  private int tombstones;

  StripeWriter(Codec codec) throws IOException {
    chunks = new ChunkEncoder(codec);
    for (int i = 0; i < streams.length; i++) {
      // Numbers are packed already: what compression would still save is not worth its time.
      boolean isData = i == Layout.KEY_DATA || i == Layout.VALUE_DATA;
      streams[i] = new StreamBuffer(chunks, isData);
    }
    present = new StreamBuffer(chunks, false);
    metadata = new StripeMetadata(chunks);
  }

  int rows() {
    return rows;
  }

  /** How to write metadata of the file. */
  StripeMetadata metadata() {
    return metadata;
  }

  /** The bytes held. */
  long size() {
    long size = 0;
    for (StreamBuffer stream : streams) {
      size += stream.size();
    }
    return size;
  }

  /** Adds a block: one part to each stream. */
  void append(Block block) {
    int count = block.count();
    if (numbers.length < count) {
      numbers = new long[count];
    }
    keyLengths.begin(count);
    sequences.begin(count);
    kinds.begin(count);
    valueLengths.begin(count);
    int deletes = 0;
    for (int from = 0; from < count; ) {
      int inGroup = rows % Layout.ROW_INDEX_STRIDE;
      if (inGroup == 0) {
        beginGroup(block, from);
      }
      int to = Math.min(count, from + Layout.ROW_INDEX_STRIDE - inGroup);
      deletes += encode(block, from, to);
      rows += to - from;
      from = to;
    }
    tombstones += deletes;
    add(block, deletes);
  }

  private void beginGroup(Block block, int row) {
    int[] keys = block.keyOffsets();
    int[] values = block.values().offsets();
    groups.add(new RowStatistics());
    streams[Layout.KEY_DATA].mark(keys[row] - keys[0]);
    streams[Layout.KEY_LENGTH].mark(keyLengths.size());
    streams[Layout.SEQ_DATA].mark(sequences.size());
    streams[Layout.OP_DATA].mark(kinds.size());
    streams[Layout.VALUE_DATA].mark(values[row] - values[0]);
    streams[Layout.VALUE_LENGTH].mark(valueLengths.size());
  }

  /** Encodes the numbers of rows of one row group; returns how many of them are tombstones. */
  private int encode(Block block, int from, int to) {
    RowStatistics group = groups.get(groups.size() - 1);
    group.column(Layout.ROW).addRows(to - from);
    int[] keys = block.keyOffsets();
    for (int row = from; row < to; row++) {
      numbers[row] = block.keyLength(row);
    }
    keyLengths.add(numbers, from, to, false);
    group.column(Layout.KEY).addBytes(to - from, keys[to] - keys[from], false);
    sequences.add(block.sequences(), from, to, true);
    group.column(Layout.SEQ).addNumbers(block.sequences(), from, to);
    byte[] codes = block.kinds();
    int deletes = 0;
    for (int row = from; row < to; row++) {
      numbers[row] = codes[row];
      deletes += codes[row];
    }
    kinds.add(numbers, from, to, true);
    group.column(Layout.OP).addNumbers(numbers, from, to);
    presentBits.add(codes, from, to);
    int[] values = block.values().offsets();
    int end = from;
    for (int row = from; row < to; row++) {
      // Overwritten by the next row when this one is a tombstone.
      numbers[end] = block.values().length(row);
      end += 1 - codes[row];
    }
    valueLengths.add(numbers, from, end, false);
    group.column(Layout.VALUE).addBytes(end - from, values[to] - values[from], deletes > 0);
    return deletes;
  }

  private void add(Block block, int deletes) {
    int count = block.count();
    int[] keys = block.keyOffsets();
    int[] values = block.values().offsets();
    blocks.add(count, deletes);
    add(Layout.KEY_DATA, block.keyArray(), keys[0], keys[count]);
    add(Layout.KEY_LENGTH, keyLengths.array(), 0, keyLengths.size());
    add(Layout.SEQ_DATA, sequences.array(), 0, sequences.size());
    add(Layout.OP_DATA, kinds.array(), 0, kinds.size());
    add(Layout.VALUE_DATA, block.values().array(), values[0], values[count]);
    add(Layout.VALUE_LENGTH, valueLengths.array(), 0, valueLengths.size());
  }

  private void add(int stream, byte[] source, int from, int to) {
    blocks.part(stream, streams[stream].append(source, from, to - from));
  }

  /** Writes what is held as a stripe and begins the next one behind it. */
  Stripe flush(FileSink sink) throws IOException {
    long position = sink.position();
    boolean hasNulls = tombstones > 0;
    if (hasNulls) {
      encodePresent();
    }
    metadata.begin(groups, hasNulls ? present : null, streams);
    long indexBytes = metadata.writeIndexes(sink);
    long presentBytes = present.size();
    long begin = sink.position();
    for (int i = 0; i < streams.length; i++) {
      if (i == Layout.VALUE_DATA) {
        present.drain(sink);
      }
      streams[i].drain(sink);
    }
    long dataBytes = sink.position() - begin;
    long footerBytes = metadata.writeFooter(sink);
    RowStatistics statistics = new RowStatistics();
    groups.forEach(statistics::add);
    Stripe complete =
        new Stripe(
            position,
            indexBytes,
            dataBytes,
            footerBytes,
            presentBytes,
            rows,
            tombstones,
            blocks,
            statistics);
    clear();
    return complete;
  }

  /** Each row group has chunks of its own, so that it begins at a whole one. */
  private void encodePresent() {
    for (int first = 0; first < rows; first += Layout.ROW_INDEX_STRIDE) {
      int size = presentBits.encode(first, Math.min(Layout.ROW_INDEX_STRIDE, rows - first));
      present.mark(0);
      present.append(presentBits.array(), 0, size);
    }
  }

  private void clear() {
    groups.clear();
    presentBits.clear();
    blocks = new BlockSizes();
    rows = 0;
    tombstones = 0;
  }

  @Override
  public void close() {
    chunks.close();
    present.close();
    for (StreamBuffer stream : streams) {
      stream.close();
    }
  }
}
