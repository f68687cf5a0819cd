package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.store.StoreException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.IngestExternalFileOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A database that holds a copy of the file and nothing else, so that lookups ask its filter. */
final class RocksIngestedFile implements OpenedFile {
  private final RocksSubject.Settings settings;
  private final Path directory;
  private final ReadOptions readOptions = new ReadOptions();
  private final byte[] value = new byte[2 * Rows.VALUE_BYTES];
  private final RocksDB db;

  RocksIngestedFile(RocksSubject.Settings settings, Path file, Path directory) {
    this.settings = settings;
    this.directory = directory;
    try (IngestExternalFileOptions ingest = new IngestExternalFileOptions()) {
      db = RocksDB.open(settings.options, directory.toString());
      db.ingestExternalFile(List.of(file.toString()), ingest);
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public void scan(Tally tally) {
    try (RocksIterator rows = db.newIterator(readOptions)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        byte[] key = rows.key();
        byte[] found = rows.value();
        tally.row(key, 0, key.length, found, 0, found.length);
      }
      rows.status();
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public void lookUp(Rows rows, int[] order, int from, int to, Tally tally) {
    try {
      for (int i = from; i < to; i++) {
        int key = Rows.keyStart(order[i]);
        int bytes = db.get(readOptions, rows.keys(), key, Rows.KEY_BYTES, value, 0, value.length);
        if (bytes == RocksDB.NOT_FOUND) {
          throw new IllegalStateException("row " + order[i] + " was not found");
        }
        tally.value(value, 0, bytes);
      }
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public byte @Nullable [] value(byte[] key) {
    try {
      return db.get(readOptions, key);
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public void close() throws IOException {
    db.close();
    readOptions.close();
    settings.close();
    Directories.delete(directory);
  }
}
