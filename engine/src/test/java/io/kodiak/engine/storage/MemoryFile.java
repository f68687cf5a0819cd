package io.kodiak.engine.storage;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;

/** One file of a {@link MemoryStorage}: what it holds, and what of that is durable. */
final class MemoryFile {
  private static final int BLOCK = 4096;

  private final BitSet dirty = new BitSet();
  private byte[] bytes;
  private int size;
  private byte[] durable;

  MemoryFile(byte[] content) {
    bytes = content.clone();
    size = content.length;
    durable = content.clone();
  }

  /** An independent copy, of which as much is durable. */
  MemoryFile(MemoryFile other) {
    dirty.or(other.dirty);
    bytes = other.bytes.clone();
    size = other.size;
    durable = other.durable.clone();
  }

  int size() {
    return size;
  }

  byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  void write(int position, byte[] source, int offset, int length) {
    int end = position + length;
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
    }
    System.arraycopy(source, offset, bytes, position, length);
    size = Math.max(size, end);
    if (length > 0) {
      dirty.set(position / BLOCK, (end - 1) / BLOCK + 1);
    }
  }

  void read(int position, byte[] target, int offset, int length) {
    System.arraycopy(bytes, position, target, offset, length);
  }

  /** Makes the blocks durable that the range touches. */
  void force(int from, int to) {
    if (durable.length < size) {
      durable = Arrays.copyOf(durable, size);
    }
    for (int block = from / BLOCK; block * BLOCK < to; block++) {
      copyBlock(block, durable);
      dirty.clear(block);
    }
  }

  private void copyBlock(int block, byte[] target) {
    int begin = block * BLOCK;
    int length = Math.min(BLOCK, Math.min(size, target.length) - begin);
    if (length > 0) {
      System.arraycopy(bytes, begin, target, begin, length);
    }
  }

  /**
   * The file that is found after a crash: for each block that is not durable, the old or the new.
   */
  MemoryFile afterCrash(MemoryStorage.Loss loss, Random random) {
    if (loss == MemoryStorage.Loss.ALL_LOST) {
      return new MemoryFile(durable);
    }
    // The size may be durable before the blocks are: these are zeros then.
    int kept = durable.length + random.nextInt(size - durable.length + 1);
    byte[] after = Arrays.copyOf(durable, random.nextBoolean() ? size : kept);
    dirty.stream().filter(block -> random.nextBoolean()).forEach(b -> copyBlock(b, after));
    return new MemoryFile(after);
  }
}
