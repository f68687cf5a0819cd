package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryView;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;

/**
 * An open SSTable: asks its filter, finds blocks by key and reads them.
 *
 * <p>Safe for use by several threads; and no call but one that puts a block into the cache takes a
 * lock. {@link SSTables} opens and closes it: nobody may use it beyond that.
 */
public final class SSTable {
  private final SSTableMeta meta;
  private final Sidecar sidecar;
  private final BlockIndex index;
  private final BloomFilter bloom;
  private final CachedBlocks cached;
  private final OpenFile file;

  private SSTable(SSTableMeta meta, Sidecar sidecar, OpenFile file, BlockCache cache) {
    this.meta = meta;
    this.sidecar = sidecar;
    this.index = sidecar.index();
    this.bloom = sidecar.bloom();
    this.cached = cache.open(index.blockCount());
    this.file = file;
  }

  /**
   * Opens a SSTable.
   *
   * @param table the name of the table that it belongs to
   * @param file what the manifest says of it
   * @param format the format that wrote it
   * @throws CorruptionException when one of its files is damaged or is not the one that the
   *     manifest means
   */
  static SSTable open(
      Storage storage, String table, SSTableFile file, SSTableFormat format, BlockCache cache)
      throws IOException {
    Sidecar sidecar = SidecarFile.read(storage, file.indexName(table), file);
    ReadableFile data = storage.open(file.dataName(table));
    return new SSTable(file.meta(), sidecar, OpenFile.open(data, sidecar, format), cache);
  }

  /**
   * What the manifest knew of it when it was opened; a compaction that only moves it changes its
   * place in the tree, which this does not show.
   */
  public SSTableMeta meta() {
    return meta;
  }

  /**
   * The number of different keys; 0 when it is not known, as of a file of an older version of
   * Kodiak.
   */
  public long keys() {
    return sidecar.keys();
  }

  /** The number of blocks, at least 1. */
  public int blockCount() {
    return index.blockCount();
  }

  /** Whether the key with this {@link KeyHash} may be here; {@code false} is certain. */
  public boolean mayContain(long keyHash) {
    return bloom.mayContain(keyHash);
  }

  /**
   * The first block that may hold the key. When it holds neither the key nor a greater one, the
   * next block, if there is one, begins above the key; 0 for a key below all others.
   */
  public int findBlock(byte[] key, int offset, int length) {
    return index.find(key, offset, length);
  }

  /**
   * Whether a block begins with a further version of the key that the block before it ends with.
   * Never for block 0.
   */
  public boolean continues(int block) {
    return index.continues(block);
  }

  /** The number of rows of a block. */
  public int rows(int block) {
    return index.rows(block);
  }

  /**
   * A key that separates a block from those before it: above all their keys and not above any key
   * of the block, unless it {@link #continues} one; then that key.
   */
  public Slice separator(int block) {
    return index.keys().key(block);
  }

  /** Compares the {@link #separator} of a block with a range of bytes, without allocating. */
  public int compareSeparator(int block, byte[] key, int offset, int length) {
    return index.keys().compare(block, key, offset, length);
  }

  /**
   * Finds the newest version of a key, among those that are here, whose sequence is at most {@code
   * snapshot}.
   *
   * @param keyHash the {@link KeyHash} of the key
   * @param result filled when a version was found, otherwise unchanged
   * @return whether there is such a version; it may be a tombstone
   */
  public boolean get(
      byte[] key, int offset, int length, long keyHash, long snapshot, EntryView result)
      throws IOException {
    int number = index.find(key, offset, length);
    LookupBlock block = block(number);
    int row = block.find(keyHash, key, offset, length);
    while (row >= 0) {
      int visible = block.visible(row, key, offset, length, snapshot);
      if (visible >= 0) {
        block.read(visible, result);
        return true;
      }
      number++;
      if (number == blockCount() || !continues(number) || !block.endsWith(key, offset, length)) {
        return false;
      }
      block = block(number);
      row = 0;
    }
    return false;
  }

  /** A block, through the cache: taken from it, or read and put there. */
  public LookupBlock block(int number) throws IOException {
    LookupBlock found = cached.find(number);
    if (found == null) {
      found = new LookupBlock(file.block(number));
      cached.offer(number, found);
    }
    return found;
  }

  /** Whether a block is in the cache right now. */
  public boolean isCached(int number) {
    return cached.peek(number) != null;
  }

  /** A block, past the cache: taken from it when it is there, otherwise read and not kept. */
  public Block scanBlock(int number) throws IOException {
    LookupBlock found = cached.peek(number);
    return found == null ? file.block(number) : found.block();
  }

  /**
   * A block, read from the file and verified, whatever the cache holds.
   *
   * @throws CorruptionException when the bytes that it lies in are damaged
   * @throws PluginException when the format hands back something else than this block
   */
  public Block readBlock(int block) throws IOException {
    return file.block(block);
  }

  /** The name of the data file, relative to the directory of the database. */
  public String dataName() {
    return file.name();
  }

  /**
   * The heap that the index, the filter and the checksums take, in bytes; without cached blocks.
   */
  public long heapBytes() {
    return bloom.bytes()
        + index.keys().heapBytes()
        + sidecar.pages().bytes()
        + 8L * blockCount()
        + sidecar.directory().length();
  }

  /** Drops its blocks from the cache and closes its data file. */
  void close() throws IOException {
    cached.close();
    file.close();
  }
}
