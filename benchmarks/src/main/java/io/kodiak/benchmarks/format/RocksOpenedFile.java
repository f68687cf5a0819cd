package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.store.StoreException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.SstFileReader;
import org.rocksdb.SstFileReaderIterator;

/**
 * A file in RocksDB's SstFileReader, read by one iterator that copies into direct buffers: the
 * calls of its Java API that cost least.
 */
final class RocksOpenedFile implements OpenedFile {
  private final RocksSubject.Settings settings;
  private final SstFileReader reader;
  private final ReadOptions readOptions = new ReadOptions();
  private final ByteBuffer target = ByteBuffer.allocateDirect(Rows.KEY_BYTES);
  private final ByteBuffer key = direct(2 * Rows.KEY_BYTES);
  private final ByteBuffer value = direct(2 * Rows.VALUE_BYTES);
  private @Nullable SstFileReaderIterator iterator;

  RocksOpenedFile(RocksSubject.Settings settings, Path file) {
    this.settings = settings;
    reader = new SstFileReader(settings.options);
    try {
      reader.open(file.toString());
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private SstFileReaderIterator iterator() {
    SstFileReaderIterator open = iterator;
    if (open == null) {
      open = reader.newIterator(readOptions);
      iterator = open;
    }
    return open;
  }

  @Override
  public void scan(Tally tally) {
    try (SstFileReaderIterator rows = reader.newIterator(readOptions)) {
      for (rows.seekToFirst(); rows.isValid(); rows.next()) {
        key.clear();
        value.clear();
        int keyBytes = rows.key(key);
        tally.row(key, keyBytes, value, rows.value(value));
      }
      rows.status();
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
  }

  @Override
  public void lookUp(Rows rows, int[] order, int from, int to, Tally tally) {
    SstFileReaderIterator open = iterator();
    for (int i = from; i < to; i++) {
      target.clear().put(rows.keys(), Rows.keyStart(order[i]), Rows.KEY_BYTES).flip();
      open.seek(target);
      if (!open.isValid()) {
        throw new IllegalStateException("row " + order[i] + " was not found");
      }
      value.clear();
      tally.value(value, open.value(value));
    }
  }

  @Override
  public byte @Nullable [] value(byte[] wanted) {
    SstFileReaderIterator open = iterator();
    open.seek(wanted);
    return open.isValid() && Arrays.equals(open.key(), wanted) ? open.value() : null;
  }

  @Override
  public void close() {
    if (iterator != null) {
      iterator.close();
    }
    reader.close();
    readOptions.close();
    settings.close();
  }
}
