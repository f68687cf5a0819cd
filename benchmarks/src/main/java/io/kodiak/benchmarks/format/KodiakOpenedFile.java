package io.kodiak.benchmarks.format;

import io.kodiak.api.Block;
import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import io.kodiak.engine.read.MergeScan;
import io.kodiak.engine.read.PointReads;
import io.kodiak.engine.read.ReadView;
import io.kodiak.engine.read.SSTableRun;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTables;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An SSTable that is read as the engine reads those of a table. */
final class KodiakOpenedFile implements OpenedFile {
  private final SSTables tables;
  private final SSTable table;
  private final ReadView view;
  private final EntryView entry = new EntryView();

  KodiakOpenedFile(SSTables tables, SSTable table) {
    this.tables = tables;
    this.table = table;
    view = new ReadView(List.of(), List.of(new SSTableRun(List.of(table))));
  }

  /** One thread alone, without blocks read ahead by another: clock and processor time agree. */
  @Override
  public void scan(Tally tally) throws IOException {
    try (MergeScan scan = new MergeScan(view, KeyRange.all(), false, Long.MAX_VALUE)) {
      while (scan.next()) {
        EntryView found = scan.entry();
        tally.row(
            found.keyArray(),
            found.keyOffset(),
            found.keyLength(),
            found.valueArray(),
            found.valueOffset(),
            found.valueLength());
      }
    }
  }

  /** Reads block after block, as a compaction does. */
  void decode(Tally tally) throws IOException {
    for (int number = 0; number < table.blockCount(); number++) {
      Block block = table.readBlock(number);
      byte[] keys = block.keyArray();
      int[] keyOffsets = block.keyOffsets();
      byte[] values = block.values().array();
      int[] valueOffsets = block.values().offsets();
      for (int row = 0; row < block.count(); row++) {
        int key = keyOffsets[row];
        int value = valueOffsets[row];
        tally.row(
            keys, key, keyOffsets[row + 1] - key, values, value, valueOffsets[row + 1] - value);
      }
    }
  }

  @Override
  public void lookUp(Rows rows, int[] order, int from, int to, Tally tally) throws IOException {
    for (int i = from; i < to; i++) {
      Slice key = Slice.of(rows.keys(), Rows.keyStart(order[i]), Rows.KEY_BYTES);
      if (!PointReads.get(view, key, Long.MAX_VALUE, entry)) {
        throw new IllegalStateException(key + " was not found");
      }
      tally.value(entry.valueArray(), entry.valueOffset(), entry.valueLength());
    }
  }

  @Override
  public byte @Nullable [] value(byte[] key) throws IOException {
    boolean found = PointReads.get(view, Slice.of(key), Long.MAX_VALUE, entry);
    return found ? entry.valueSlice().toByteArray() : null;
  }

  @Override
  public void close() throws IOException {
    tables.close();
  }
}
