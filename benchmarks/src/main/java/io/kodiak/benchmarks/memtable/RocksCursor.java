package io.kodiak.benchmarks.memtable;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.benchmarks.store.StoreException;
import java.nio.ByteBuffer;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A RocksDB iterator that copies each entry into arrays which it uses again and again. */
final class RocksCursor implements Cursor {
  /** More than any key or value of the benchmarks. */
  private static final int BYTES = 1 << 7;

  private final RocksIterator iterator;
  private final boolean ascending;
  private final byte[] key = new byte[BYTES];
  private final byte[] value = new byte[BYTES];
  private final EntryView view = new EntryView();

  RocksCursor(RocksIterator iterator, boolean ascending) {
    this.iterator = iterator;
    this.ascending = ascending;
  }

  @Override
  public boolean first() {
    if (ascending) {
      iterator.seekToFirst();
    } else {
      iterator.seekToLast();
    }
    return read();
  }

  @Override
  public boolean seek(Slice target) {
    ByteBuffer bytes = ByteBuffer.wrap(target.array(), target.offset(), target.length());
    if (ascending) {
      iterator.seek(bytes);
    } else {
      iterator.seekForPrev(bytes);
    }
    return read();
  }

  @Override
  public boolean next() {
    if (ascending) {
      iterator.next();
    } else {
      iterator.prev();
    }
    return read();
  }

  private boolean read() {
    if (!iterator.isValid()) {
      try {
        iterator.status();
      } catch (RocksDBException e) {
        throw new StoreException(e);
      }
      return false;
    }
    view.key(key, 0, iterator.key(key));
    view.value(value, 0, iterator.value(value));
    view.version(0, EntryKind.PUT);
    return true;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    iterator.close();
  }
}
