package io.kodiak.benchmarks.store;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompactionStyle;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.LiveFileMetaData;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteOptions;

/**
 * RocksDB through its own Java API: bloom filters, LZ4 with ZSTD on the bottommost level, otherwise
 * its defaults (leveled, four runs on level 0, 256 MiB on the base level, fan-out 10, 64 MiB
 * files).
 */
public final class RocksStore implements Store {
  /** The policy besides the default, leveled. */
  public static final String UNIVERSAL = "universal";

  private static final int BLOCK_BYTES = Integer.getInteger("kodiak.bench.rocksdb-block", 4096);

  private final Cache cache;
  private final BloomFilter bloom;
  private final Options options;
  private final WriteOptions writeOptions;
  private final ReadOptions readOptions = new ReadOptions();
  private final RocksDB db;

  static {
    RocksDB.loadLibrary();
  }

  /** Opens the store in {@code directory}. */
  public RocksStore(Path directory, StoreOptions settings) {
    cache = new LRUCache(settings.cacheBytes());
    bloom = new BloomFilter(StoreOptions.BLOOM_BITS, false);
    BlockBasedTableConfig blocks = new BlockBasedTableConfig();
    blocks.setBlockCache(cache).setFilterPolicy(bloom).setBlockSize(BLOCK_BYTES);
    options =
        new Options()
            .setCreateIfMissing(true)
            .setWriteBufferSize(settings.writeBufferBytes())
            .setMaxWriteBufferNumber(StoreOptions.WRITE_BUFFERS)
            .setMaxBytesForLevelBase(4 * settings.writeBufferBytes())
            .setTargetFileSizeBase(settings.writeBufferBytes())
            .setMaxBackgroundJobs(2)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setBottommostCompressionType(CompressionType.ZSTD_COMPRESSION)
            .setTableFormatConfig(blocks);
    if (settings.policy().equals(UNIVERSAL)) {
      options.setCompactionStyle(CompactionStyle.UNIVERSAL);
    } else if (!settings.policy().equals(StoreOptions.DEFAULT_POLICY)) {
      throw new IllegalArgumentException("no policy of RocksDB: " + settings.policy());
    }
    writeOptions = new WriteOptions().setSync(settings.sync());
    try {
      db = RocksDB.open(options, directory.toString());
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    try {
      db.put(writeOptions, key, value);
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    try {
      return db.get(readOptions, key);
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public Walk walk(Direction direction) {
    return new RocksWalk(iterator(), null, direction);
  }

  @Override
  public Walk walkFrom(byte[] key) {
    return new RocksWalk(iterator(), key, Direction.ASCENDING);
  }

  private RocksIterator iterator() {
    return db.newIterator(readOptions);
  }

  @Override
  public void settle() {
    try (FlushOptions flush = new FlushOptions().setWaitForFlush(true)) {
      db.flush(flush);
      int quiet = 0;
      // Under the universal policy "pending" stays on when the number of runs is what it may be.
      while (quiet < 3 || (quiet < 50 && pending())) {
        quiet = busy() ? 0 : quiet + 1;
        Thread.sleep(20);
      }
    } catch (RocksDBException | InterruptedException e) {
      throw new StoreException(e);
    }
  }

  private boolean busy() {
    return property("rocksdb.num-running-flushes") > 0
        || property("rocksdb.mem-table-flush-pending") > 0
        || property("rocksdb.num-running-compactions") > 0;
  }

  private boolean pending() {
    return property("rocksdb.compaction-pending") > 0;
  }

  @Override
  public void compact() {
    try {
      db.compactRange();
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public long tableBytesWritten() {
    return gibibytes("compaction.Sum.WriteGB");
  }

  @Override
  public long tableBytesMerged() {
    return gibibytes("compaction.Sum.ReadGB");
  }

  private long gibibytes(String name) {
    try {
      Map<String, String> stats = db.getMapProperty("rocksdb.cfstats");
      String gibibytes = stats.get(name);
      if (gibibytes == null) {
        throw new IllegalStateException("RocksDB no longer tells " + name);
      }
      return Math.round(Double.parseDouble(gibibytes) * (1 << 30));
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public long tableBytes() {
    return property("rocksdb.live-sst-files-size");
  }

  /** Each file of level 0 is a run, and each deeper level that has files. */
  @Override
  public int runs() {
    int runs = 0;
    Set<Integer> levels = new HashSet<>();
    for (LiveFileMetaData file : db.getLiveFilesMetaData()) {
      if (file.level() == 0 || levels.add(file.level())) {
        runs++;
      }
    }
    return runs;
  }

  private long property(String name) {
    try {
      return db.getLongProperty(name);
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public String shape() {
    Map<Integer, Integer> files = new TreeMap<>();
    for (LiveFileMetaData file : db.getLiveFilesMetaData()) {
      files.merge(file.level(), 1, Integer::sum);
    }
    StringBuilder text = new StringBuilder();
    files.forEach((level, count) -> text.append(" L").append(level).append(':').append(count));
    return text.toString().strip();
  }

  @Override
  public void close() {
    db.close();
    readOptions.close();
    writeOptions.close();
    options.close();
    bloom.close();
    cache.close();
  }
}
