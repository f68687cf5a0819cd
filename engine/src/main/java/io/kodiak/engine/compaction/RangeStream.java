package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.KeyRange;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.StoredBlock;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What lies in a range of keys, of some SSTables of one run, in order. Of a block that reaches
 * beyond the range, the rows inside are copied; all others come as they are.
 */
final class RangeStream implements BlockStream {
  private final List<SSTable> tables;
  private final KeyRange range;
  private final Set<SSTable> encoded;
  private final RunStream.Checkpoint checkpoint;
  private final ObjLongConsumer<SSTable> counts;
  private @Nullable StoredBlock stored;
  private int table = -1;
  private int block;
  private int end;
  private long entries;
  private long bytes;

  /**
   * Begins before the first block of the range.
   *
   * @param encoded the tables whose blocks may stay encoded
   * @param counts told, for each SSTable, how many of its entries lie in the range
   */
  RangeStream(
      List<SSTable> tables,
      KeyRange range,
      Set<SSTable> encoded,
      RunStream.Checkpoint checkpoint,
      ObjLongConsumer<SSTable> counts) {
    this.tables =
        tables.stream()
            .filter(each -> range.overlaps(each.meta().firstKey(), each.meta().lastKey()))
            .toList();
    this.range = range;
    this.encoded = encoded;
    this.checkpoint = checkpoint;
    this.counts = counts;
  }

  @Override
  public @Nullable Block next() throws IOException {
    return next(false);
  }

  @Override
  public @Nullable Block nextRows() throws IOException {
    return next(true);
  }

  @Override
  public @Nullable StoredBlock stored() {
    return stored;
  }

  private @Nullable Block next(boolean rowsOnly) throws IOException {
    stored = null;
    while (true) {
      if (block == end && !nextTable()) {
        return null;
      }
      SSTable current = tables.get(table);
      checkpoint.pass(0, 0);
      stored = rowsOnly && encoded.contains(current) ? current.storedBlock(block) : null;
      Block read = stored == null ? current.scanBlock(block) : stored.rows();
      RunStream.checkEnds(current, block, read);
      block++;
      Block inside = inside(read);
      if (inside != null) {
        pass(current.meta(), inside.count());
        return inside;
      }
    }
  }

  private void pass(SSTableMeta meta, int count) throws IOException {
    entries += count;
    long before = bytes;
    bytes = (long) ((double) meta.bytes() * entries / meta.entries());
    checkpoint.pass(count, bytes - before);
  }

  private boolean nextTable() {
    if (table >= 0 && table < tables.size()) {
      counts.accept(tables.get(table), entries);
    }
    entries = 0;
    bytes = 0;
    table = Math.min(table + 1, tables.size());
    if (table == tables.size()) {
      return false;
    }
    SSTable next = tables.get(table);
    Slice from = range.from();
    Slice to = range.to();
    block = from == null ? 0 : next.findBlock(from.array(), from.offset(), from.length());
    end = block + 1;
    // A separator is not above any key of its block: from the first that reaches the bound on, no
    // key is inside.
    while (end < next.blockCount()
        && (to == null || next.compareSeparator(end, to.array(), to.offset(), to.length()) < 0)) {
      end++;
    }
    return true;
  }

  private @Nullable Block inside(Block read) throws IOException {
    int from = row(read, range.from(), 0);
    int to = row(read, range.to(), read.count());
    if (from == 0 && to == read.count()) {
      return read;
    }
    StoredBlock whole = stored;
    stored = null;
    if (from >= to) {
      return null;
    }
    BlockBuilder builder = new BlockBuilder();
    builder.append(whole == null ? read : whole.decode(), from, to);
    return builder.build();
  }

  /** The first row at or above a bound, or what counts when there is no bound. */
  private static int row(Block read, @Nullable Slice bound, int unbounded) {
    return bound == null
        ? unbounded
        : read.firstAtLeast(bound.array(), bound.offset(), bound.length());
  }
}
