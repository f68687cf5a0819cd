package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.KeyRange;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.StoredBlock;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of some SSTables of one run, in order, each read once and past the block cache; or
 * what of them lies in a range of keys. Of a block that reaches beyond the range, the rows inside
 * are copied; all others come as they are.
 *
 * <p>That an SSTable begins and ends with the keys that the manifest says is verified on the way.
 */
public final class RunStream implements BlockStream {
  /** Blocks of more bytes are not kept to use their arrays again. */
  private static final int LARGEST_REUSED = 1 << 20;

  private final List<SSTable> tables;
  private final KeyRange range;
  private final Set<SSTable> encoded;
  private final Checkpoint checkpoint;
  private final Counts counts;
  private @Nullable StoredBlock stored;

  /** The blocks that came last and before it, if their arrays can be used again. */
  private @Nullable Block last;

  private @Nullable Block beforeLast;
  private @Nullable Block spare;
  private int table = -1;
  private int block;
  private int end;
  private long entries;
  private long bytes;

  /** Is told before each block; what it throws ends the merge. */
  @FunctionalInterface
  public interface Checkpoint {
    /**
     * Some more was read.
     *
     * @param entries the entries read since the last time
     * @param bytes the bytes of the file read since the last time
     */
    void pass(long entries, long bytes) throws IOException;
  }

  /** Is told what was read of each SSTable, behind its last block. */
  @FunctionalInterface
  interface Counts {
    /**
     * An SSTable has ended.
     *
     * @param entries how many of its entries lie in the range
     */
    void read(SSTable table, long entries) throws CorruptionException;
  }

  /**
   * Begins before the first block of the first table. That every SSTable holds as many entries as
   * the manifest says is verified too.
   */
  public RunStream(List<SSTable> tables, Checkpoint checkpoint) {
    this(tables, KeyRange.all(), Set.of(), checkpoint, RunStream::checkCount);
  }

  /**
   * Begins before the first block of the range.
   *
   * @param encoded the tables whose blocks may stay encoded
   */
  RunStream(
      List<SSTable> tables,
      KeyRange range,
      Set<SSTable> encoded,
      Checkpoint checkpoint,
      Counts counts) {
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

  @Override
  public void reuseBeforeLast() {
    spare = beforeLast;
  }

  private @Nullable Block next(boolean rowsOnly) throws IOException {
    stored = null;
    beforeLast = last;
    last = null;
    while (true) {
      if (block == end && !nextTable()) {
        return null;
      }
      SSTable current = tables.get(table);
      checkpoint.pass(0, 0);
      stored = rowsOnly && encoded.contains(current) ? current.storedBlock(block) : null;
      Block cached = stored == null ? current.cachedBlock(block) : stored.rows();
      Block read = cached == null ? decode(current) : cached;
      checkEnds(current, block, read);
      block++;
      Block inside = inside(read);
      if (inside != null) {
        boolean reusable = cached == null && inside.count() == read.count();
        last = reusable && read.contentBytes() <= LARGEST_REUSED ? read : null;
        pass(current.meta(), inside.count());
        return inside;
      }
    }
  }

  private Block decode(SSTable current) throws IOException {
    Block spent = spare;
    spare = null;
    return current.readBlock(block, spent);
  }

  private void pass(SSTableMeta meta, int count) throws IOException {
    entries += count;
    long before = bytes;
    bytes = (long) ((double) meta.bytes() * entries / meta.entries());
    checkpoint.pass(count, bytes - before);
  }

  private boolean nextTable() throws CorruptionException {
    if (table >= 0 && table < tables.size()) {
      counts.read(tables.get(table), entries);
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

  /** Keys out of the table's bounds could end up among those of other tables. */
  private static void checkEnds(SSTable current, int block, Block read) throws PluginException {
    if (block == 0 && !read.key(0).equals(current.meta().firstKey())) {
      throw fault(current, "its first key is " + read.key(0));
    }
    Slice last = read.key(read.count() - 1);
    if (block == current.blockCount() - 1 && !last.equals(current.meta().lastKey())) {
      throw fault(current, "its last key is " + last);
    }
  }

  /**
   * That this many entries, which were read of an SSTable, are all that it has. That each block has
   * the rows it was written with, the SSTable has seen to.
   */
  static void checkCount(SSTable table, long read) throws CorruptionException {
    long known = table.meta().entries();
    if (read != known) {
      throw new CorruptionException(
          table.dataName(),
          -1,
          "%d entries instead of the %d of the manifest".formatted(read, known));
    }
  }

  private static PluginException fault(SSTable table, String seen) {
    SSTableMeta meta = table.meta();
    return new PluginException(
        "format \"" + meta.format() + "\"",
        "%s reads differently from how it was written: %s; the manifest has %d entries from %s to %s"
            .formatted(table.dataName(), seen, meta.entries(), meta.firstKey(), meta.lastKey()));
  }
}
