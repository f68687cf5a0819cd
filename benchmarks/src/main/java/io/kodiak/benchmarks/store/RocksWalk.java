package io.kodiak.benchmarks.store;

import io.kodiak.benchmarks.store.Store.Direction;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** A walk by a RocksDB iterator. */
final class RocksWalk implements Walk {
  private final RocksIterator iterator;
  private final byte @Nullable [] start;
  private final Direction direction;
  private @Nullable ByteBuffer keyBuffer;
  private @Nullable ByteBuffer valueBuffer;
  private boolean begun;

  RocksWalk(RocksIterator iterator, byte @Nullable [] start, Direction direction) {
    this.iterator = iterator;
    this.start = start;
    this.direction = direction;
  }

  @Override
  public boolean next() {
    if (!begun) {
      begin();
    } else if (direction == Direction.ASCENDING) {
      iterator.next();
    } else {
      iterator.prev();
    }
    return valid();
  }

  private boolean valid() {
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status();
    } catch (RocksDBException e) {
      throw new StoreException(e);
    }
    return false;
  }

  private void begin() {
    begun = true;
    if (start != null) {
      iterator.seek(start);
    } else if (direction == Direction.ASCENDING) {
      iterator.seekToFirst();
    } else {
      iterator.seekToLast();
    }
  }

  @Override
  public byte[] key() {
    return iterator.key();
  }

  @Override
  public byte[] value() {
    return iterator.value();
  }

  @Override
  public int touch() {
    ByteBuffer key = keyBuffer;
    ByteBuffer value = valueBuffer;
    if (key == null || value == null) {
      keyBuffer = key = ByteBuffer.allocateDirect(64);
      valueBuffer = value = ByteBuffer.allocateDirect(256);
    }
    key.clear();
    value.clear();
    return iterator.key(key) + iterator.value(value);
  }

  @Override
  public boolean seek(byte[] key) {
    begun = true;
    iterator.seek(key);
    return valid();
  }

  @Override
  public void close() {
    iterator.close();
  }
}
