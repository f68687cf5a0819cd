package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.store.StoreException;
import io.kodiak.benchmarks.store.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.CompressionOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.EnvOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileWriter;

/**
 * RocksDB's files in its default format, through its SstFileWriter and SstFileReader; and, for
 * lookups, through a database that has ingested the file, as the reader has iterators only.
 */
final class RocksSubject implements Subject {
  /** How results name it. */
  static final String NAME = "rocksdb";

  /** Ways to read: whether files are mapped, and through what. */
  private static final String MAPPED = "mmap";

  private static final String POSITIONED = "pread";
  private static final String READER = "iterator";
  private static final String DATABASE = "database";

  private final Path directory;
  private final Path file;
  private FileShape shape = FileShape.LZ4;

  static {
    RocksDB.loadLibrary();
  }

  /** Makes files in {@code directory}. */
  RocksSubject(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    file = directory.resolve("file.sst");
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public List<String> ways(Operation operation) {
    return switch (operation) {
      case WRITE, SIZE -> List.of("");
      case OPEN, SCAN -> List.of(POSITIONED, MAPPED);
      case GET ->
          List.of(
              READER + " " + POSITIONED,
              READER + " " + MAPPED,
              DATABASE + " " + POSITIONED,
              DATABASE + " " + MAPPED);
      case GET_CACHED -> List.of(READER, DATABASE);
      case DECODE -> List.of();
    };
  }

  @Override
  public void write(Rows rows, FileShape how) throws IOException {
    delete();
    shape = how;
    try (Settings settings = new Settings(shape, 0, false);
        EnvOptions environment = new EnvOptions();
        SstFileWriter writer = new SstFileWriter(environment, settings.options)) {
      ByteBuffer key = ByteBuffer.allocateDirect(Rows.KEY_BYTES);
      ByteBuffer value = ByteBuffer.allocateDirect(Rows.VALUE_BYTES);
      writer.open(file.toString());
      for (int row = 0; row < rows.count(); row++) {
        key.clear().put(rows.keys(), Rows.keyStart(row), Rows.KEY_BYTES).flip();
        value.clear().put(rows.values(), Rows.valueStart(row), Rows.VALUE_BYTES).flip();
        writer.put(key, value);
      }
      writer.finish();
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public long bytes() throws IOException {
    return Files.size(file);
  }

  @Override
  public OpenedFile open(String way, long cacheBytes) throws IOException {
    Settings settings = new Settings(shape, cacheBytes, way.endsWith(MAPPED));
    if (way.startsWith(DATABASE)) {
      return new RocksIngestedFile(settings, file, directory.resolve(DATABASE));
    }
    return new RocksOpenedFile(settings, file);
  }

  @Override
  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  /** Options, and the native objects that have to live as long. */
  static final class Settings implements AutoCloseable {
    private final Cache cache;
    private final BloomFilter bloom = new BloomFilter(StoreOptions.BLOOM_BITS, false);
    private final CompressionOptions compression = new CompressionOptions().setLevel(1);
    final Options options;

    Settings(FileShape shape, long cacheBytes, boolean mapped) {
      cache = new LRUCache(cacheBytes);
      BlockBasedTableConfig blocks = new BlockBasedTableConfig();
      blocks.setFilterPolicy(bloom).setBlockSize(shape.blockBytes());
      if (cacheBytes == 0) {
        blocks.setNoBlockCache(true);
      } else {
        blocks.setBlockCache(cache);
      }
      options =
          new Options()
              .setCreateIfMissing(true)
              .setDisableAutoCompactions(true)
              .setAllowMmapReads(mapped)
              .setCompressionType(type(shape.compression()))
              .setTableFormatConfig(blocks);
      if (shape.compression().equals("zstd")) {
        options.setCompressionOptions(compression);
      }
    }

    private static CompressionType type(String compression) {
      return switch (compression) {
        case "none" -> CompressionType.NO_COMPRESSION;
        case "lz4" -> CompressionType.LZ4_COMPRESSION;
        case "zstd" -> CompressionType.ZSTD_COMPRESSION;
        default -> throw new IllegalArgumentException("no compression \"" + compression + "\"");
      };
    }

    @Override
    public void close() {
      options.close();
      compression.close();
      bloom.close();
      cache.close();
    }
  }
}
