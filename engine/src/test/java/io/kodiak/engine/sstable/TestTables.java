package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.List;

/** Writes and opens SSTables for tests. */
public final class TestTables implements AutoCloseable {
  public static final String TABLE = "users";

  private final Storage storage;
  private final SSTableFormat format;
  private final SSTables open;
  private final BlockCache cache;
  private long nextId = 1;

  public TestTables(Storage storage, long cacheBytes) {
    this(storage, new ColumnFormat(), cacheBytes);
  }

  public TestTables(Storage storage, SSTableFormat format, long cacheBytes) {
    this.storage = storage;
    this.format = format;
    this.cache = new BlockCache(cacheBytes);
    this.open = new SSTables(storage, cache, name -> name.equals("columns") ? format : null);
  }

  public BlockCache cache() {
    return cache;
  }

  public SSTables open() {
    return open;
  }

  /** A builder with the next file id. */
  public SSTableBuilder builder(int bloomBitsPerKey) throws IOException {
    return new SSTableBuilder(
        storage,
        format,
        "columns",
        nextId++,
        new WriteOptions(TABLE, 0, false, 0, 1_700_000_000_000L),
        new SSTableOptions(4096, bloomBitsPerKey));
  }

  /** Writes versions, which are in order, into one SSTable with blocks of a size. */
  public SSTableFile write(List<Version> versions, int blockBytes) throws IOException {
    return write(versions, blockBytes, 10);
  }

  /** Writes versions, which are in order, into one SSTable. */
  public SSTableFile write(List<Version> versions, int blockBytes, int bloomBitsPerKey)
      throws IOException {
    try (SSTableBuilder builder = builder(bloomBitsPerKey)) {
      BlockCutter cutter = new BlockCutter(blockBytes, builder::append);
      Block one;
      for (Version version : versions) {
        one = Version.block(version);
        cutter.append(one, 0, 1);
      }
      cutter.flush();
      return builder.finish(0, 1);
    }
  }

  /** Writes versions and opens the SSTable. */
  public SSTable table(List<Version> versions, int blockBytes) throws IOException {
    return open.open(TABLE, write(versions, blockBytes));
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
