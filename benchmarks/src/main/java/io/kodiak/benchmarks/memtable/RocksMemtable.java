package io.kodiak.benchmarks.memtable;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteOptions;

/**
 * The reference from another engine: a RocksDB without a log whose write buffer is never full, so
 * that everything is in its memtable, a skip list.
 *
 * <p>What a call costs includes the way through JNI and RocksDB's own write and read paths around
 * the memtable, as there is no way past them. It numbers writes itself; a snapshot is ignored, and
 * so are older versions.
 */
final class RocksMemtable implements Memtable {
  /** How results name it. */
  static final String NAME = "rocksdb-memtable";

  private static final long NEVER_FULL = 8L << 30;

  /** More than any value of the benchmarks. */
  private static final int VALUE_BYTES = 1 << 7;

  private final ThreadLocal<byte[]> values = ThreadLocal.withInitial(() -> new byte[VALUE_BYTES]);
  private final Path directory;
  private final Options options;
  private final WriteOptions writeOptions = new WriteOptions().setDisableWAL(true);
  private final ReadOptions readOptions = new ReadOptions();
  private final AtomicLong count = new AtomicLong();
  private final RocksDB db;

  static {
    RocksDB.loadLibrary();
  }

  /** Opens one below the directory of the system property {@code kodiak.bench.directory}. */
  RocksMemtable() {
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(NEVER_FULL)
            .setAvoidFlushDuringShutdown(true)
            .setDisableAutoCompactions(true);
    try {
      Path parent = Path.of(System.getProperty("kodiak.bench.directory", "."));
      directory = Files.createTempDirectory(Files.createDirectories(parent), "rocksdb-memtable-");
      db = RocksDB.open(options, directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public void put(Slice key, long sequence, EntryKind kind, Slice value) {
    try {
      db.put(
          writeOptions,
          key.array(),
          key.offset(),
          key.length(),
          value.array(),
          value.offset(),
          value.length());
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
    count.lazySet(count.getPlain() + 1);
  }

  @Override
  public boolean get(Slice key, long snapshot, EntryView result) {
    byte[] value = values.get();
    int length;
    try {
      length = db.get(readOptions, key.array(), key.offset(), key.length(), value, 0, VALUE_BYTES);
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
    if (length == RocksDB.NOT_FOUND) {
      return false;
    }
    result.key(key.array(), key.offset(), key.length());
    result.version(0, EntryKind.PUT);
    result.value(value, 0, length);
    return true;
  }

  @Override
  public Cursor ascending() {
    return new RocksCursor(db.newIterator(readOptions), true);
  }

  @Override
  public Cursor descending() {
    return new RocksCursor(db.newIterator(readOptions), false);
  }

  @Override
  public long bytesUsed() {
    try {
      return db.getLongProperty("rocksdb.cur-size-active-mem-table");
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public long entryCount() {
    return count.get();
  }

  @Override
  public void close() {
    db.close();
    readOptions.close();
    writeOptions.close();
    options.close();
    try {
      Directories.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
