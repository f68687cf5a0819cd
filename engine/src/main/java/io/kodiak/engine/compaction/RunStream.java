package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
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
 * The blocks of some SSTables of one run, in order, each read once and past the block cache. That
 * every SSTable holds as many entries as the manifest says, from its first key to its last, is
 * verified on the way.
 */
public final class RunStream implements BlockStream {
  private final List<SSTable> tables;
  private final Set<SSTable> encoded;
  private final Checkpoint checkpoint;
  private @Nullable StoredBlock stored;
  private int table;
  private int block;
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

  /** Begins before the first block of the first table. */
  public RunStream(List<SSTable> tables, Checkpoint checkpoint) {
    this(tables, Set.of(), checkpoint);
  }

  /**
   * Begins before the first block of the first table.
   *
   * @param encoded the tables whose blocks may stay encoded
   */
  RunStream(List<SSTable> tables, Set<SSTable> encoded, Checkpoint checkpoint) {
    this.tables = List.copyOf(tables);
    this.encoded = encoded;
    this.checkpoint = checkpoint;
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
    while (table < tables.size() && block == tables.get(table).blockCount()) {
      end(tables.get(table));
      table++;
      block = 0;
    }
    if (table == tables.size()) {
      return null;
    }
    SSTable current = tables.get(table);
    checkpoint.pass(0, 0);
    stored = rowsOnly && encoded.contains(current) ? current.storedBlock(block) : null;
    Block read = stored == null ? current.scanBlock(block) : stored.rows();
    checkEnds(current, block, read);
    block++;
    entries += read.count();
    long before = bytes;
    SSTableMeta meta = current.meta();
    bytes = (long) ((double) meta.bytes() * entries / meta.entries());
    checkpoint.pass(read.count(), bytes - before);
    return read;
  }

  /** Keys out of the table's bounds could end up among those of other tables. */
  static void checkEnds(SSTable current, int block, Block read) throws PluginException {
    if (block == 0 && !read.key(0).equals(current.meta().firstKey())) {
      throw fault(current, "its first key is " + read.key(0));
    }
    Slice last = read.key(read.count() - 1);
    if (block == current.blockCount() - 1 && !last.equals(current.meta().lastKey())) {
      throw fault(current, "its last key is " + last);
    }
  }

  /** That each block has the rows it was written with, the SSTable has seen to. */
  private void end(SSTable done) throws CorruptionException {
    checkCount(done, entries);
    entries = 0;
    bytes = 0;
  }

  /** That this many entries, which were read of an SSTable, are all that it has. */
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
