package io.kodiak.engine.sstable;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bloom filter of a sidecar. It is most of its bytes, and only lookups need it: so it stays in
 * the file until the first of them. Safe for use by several threads.
 */
final class StoredBloom {
  private final long position;
  private final int blocks;
  private final int probes;
  private final int checksum;
  private volatile @Nullable BloomFilter loaded;

  /** One that lies behind the rest of the sidecar. */
  StoredBloom(long position, int blocks, int probes, int checksum) {
    this.position = position;
    this.blocks = blocks;
    this.probes = probes;
    this.checksum = checksum;
  }

  /** One that is there already. */
  StoredBloom(BloomFilter filter) {
    this(-1, filter.blocks(), filter.probes(), filter.checksum());
    loaded = filter;
  }

  /** The number of bits that each key sets. */
  int probes() {
    return probes;
  }

  /** The number of blocks of {@link BloomFilter#BLOCK_BYTES}. */
  int blocks() {
    return blocks;
  }

  /** The CRC32C of the filter's bytes. */
  int checksum() {
    return checksum;
  }

  /** The heap that it takes now, in bytes. */
  long heapBytes() {
    BloomFilter filter = loaded;
    return filter == null ? 0 : filter.bytes();
  }

  /** The filter, if it is there already. */
  @Nullable BloomFilter loaded() {
    return loaded;
  }

  /**
   * The filter; reads it when it is not there yet.
   *
   * @param name the sidecar
   * @throws CorruptionException when it is damaged
   */
  synchronized BloomFilter load(Storage storage, String name) throws IOException {
    BloomFilter filter = loaded;
    if (filter == null) {
      try (ReadableFile file = storage.open(name)) {
        filter = read(file);
      }
      loaded = filter;
    }
    return filter;
  }

  private BloomFilter read(FileSource file) throws IOException {
    int bytes = BloomFilter.BLOCK_BYTES * blocks;
    byte[] array = new byte[BloomFilter.ALIGNMENT + bytes];
    file.read(position, array, BloomFilter.ALIGNMENT, bytes);
    CRC32C crc = new CRC32C();
    crc.update(array, BloomFilter.ALIGNMENT, bytes);
    if ((int) crc.getValue() != checksum) {
      throw new CorruptionException(
          file.name(), position, "the checksum of the bloom filter does not match");
    }
    return new BloomFilter(array, BloomFilter.ALIGNMENT, blocks, probes);
  }
}
