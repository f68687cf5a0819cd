package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryView;
import io.kodiak.api.PointReader;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * An open SSTable: asks its filter, finds blocks by key and reads them.
 *
 * <p>Safe for use by several threads. No call takes a lock but one that puts a block into the
 * cache, the first question to the filter and the first lookup that leaves a block out of the
 * cache. {@link SSTables} opens and closes it: nobody may use it beyond that.
 */
public final class SSTable {
  private final SSTableMeta meta;
  private final Sidecar sidecar;
  private final BlockIndex index;
  private final StoredBloom bloom;
  private final Storage storage;
  private final String indexName;
  private final CachedBlocks cached;
  private final OpenFile file;

  private SSTable(
      Storage storage,
      String indexName,
      SSTableMeta meta,
      Sidecar sidecar,
      OpenFile file,
      BlockCache cache) {
    this.storage = storage;
    this.indexName = indexName;
    this.meta = meta;
    this.sidecar = sidecar;
    this.index = sidecar.index();
    this.bloom = sidecar.bloom();
    this.cached = cache.open(index.blockCount(), guessBlockBytes(meta, index.blockCount()));
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
    String indexName = file.indexName(table);
    Sidecar sidecar = SidecarFile.read(storage, indexName, file);
    ReadableFile data = storage.open(file.dataName(table));
    OpenFile opened = OpenFile.open(data, sidecar, format);
    return new SSTable(storage, indexName, file.meta(), sidecar, opened, cache);
  }

  /** About the heap that one of its blocks takes, as long as none was read. */
  private static long guessBlockBytes(SSTableMeta meta, int blocks) {
    return 2 * meta.bytes() / blocks;
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

  /**
   * Whether the key with this {@link KeyHash} may be here; {@code false} is certain. The first call
   * reads the bloom filter.
   *
   * @throws CorruptionException when the filter is damaged
   */
  public boolean mayContain(long keyHash) throws IOException {
    BloomFilter filter = bloom.loaded();
    if (filter == null) {
      filter = bloom.load(storage, indexName);
    }
    return filter.mayContain(keyHash);
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
   * @param result filled when a version was found, otherwise unchanged; its sequence is right only
   *     when the snapshot does not see all that is here
   * @return whether there is such a version; it may be a tombstone
   */
  public boolean get(
      byte[] key, int offset, int length, long keyHash, long snapshot, EntryView result)
      throws IOException {
    if (snapshot < meta.firstSequence()) {
      return false;
    }
    int number = index.find(key, offset, length);
    LookupBlock block = cached.find(number);
    if (block == null) {
      if (!cached.admits(number)) {
        return getInPassing(number, key, offset, length, snapshot, result);
      }
      block = load(number);
    }
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

  /** {@link #get} in a block that is not in the cache and will not be. */
  private boolean getInPassing(
      int first, byte[] key, int offset, int length, long snapshot, EntryView result)
      throws IOException {
    cached.passed(first);
    PointReader points = file.pointReader();
    // Where the snapshot sees all that is here, no sequence has to be read.
    long seen = snapshot >= meta.lastSequence() ? Long.MAX_VALUE : snapshot;
    int number = first;
    while (true) {
      PointReader.Outcome outcome =
          points == null
              ? PassingBlock.current().find(file, number, key, offset, length, seen, result)
              : file.find(points, number, key, offset, length, seen, result);
      if (outcome != PointReader.Outcome.CONTINUES) {
        return outcome == PointReader.Outcome.FOUND;
      }
      number++;
      if (number == blockCount() || !continues(number)) {
        return false;
      }
    }
  }

  /** A block, through the cache: taken from it, or read and put there. */
  public LookupBlock block(int number) throws IOException {
    LookupBlock found = cached.find(number);
    return found == null ? load(number) : found;
  }

  private LookupBlock load(int number) throws IOException {
    LookupBlock read = new LookupBlock(file.block(number));
    cached.offer(number, read);
    return read;
  }

  /** A block, if it is in the cache right now; that is no sign that it is worth keeping. */
  public @Nullable Block cachedBlock(int number) {
    LookupBlock found = cached.peek(number);
    return found == null ? null : found.block();
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
   * A block with its values left encoded, read from the file and verified, whatever the cache
   * holds; {@code null}: the format only decodes.
   *
   * @throws CorruptionException when the bytes that it lies in are damaged
   * @throws PluginException when the format hands back something else than this block
   */
  public @Nullable StoredBlock storedBlock(int number) throws IOException {
    return file.storedBlock(number);
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

  /**
   * Like {@link #readBlock(int)}, perhaps into the arrays of a spent block.
   *
   * @param spent one that {@link #readBlock} returned, of whatever SSTable, and that nobody reads
   *     any more; {@code null}: there is none
   */
  public Block readBlock(int block, @Nullable Block spent) throws IOException {
    return file.block(block, spent);
  }

  /** The name of the data file, relative to the directory of the database. */
  public String dataName() {
    return file.name();
  }

  /**
   * The heap that the index, the filter once it is read, the checksums and the directory take, in
   * bytes; without cached blocks.
   */
  public long heapBytes() {
    return bloom.heapBytes()
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
