package io.kodiak.engine.load;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.engine.compaction.BlockStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows in the order they were given, in a bounded part of the heap, and their order by key.
 *
 * <p>The bytes of the rows lie one after the other in large arrays, so a row costs its bytes and a
 * few numbers. For one thread.
 */
final class RowBuffer {
  /** What a row takes beside its bytes: its address, its prefix, its place and room to sort. */
  static final int ROW_BYTES = 8 + 8 + 4 + 4;

  private static final int HEADER_BYTES = 8;
  private static final int DELETED = -1;
  private static final int LARGEST_CHUNK = 1 << 20;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final long memoryBytes;
  private final int chunkBytes;
  private final List<byte[]> chunks = new ArrayList<>();
  private long[] addresses = new long[256];
  private int rows;
  private int used;
  private int position;
  private long heldBytes;
  private boolean ascending = true;

  /** Makes an empty buffer that is full once it takes so many bytes. */
  RowBuffer(long memoryBytes) {
    this.memoryBytes = memoryBytes;
    this.chunkBytes = (int) Math.max(1 << 10, Math.min(LARGEST_CHUNK, memoryBytes / 8));
  }

  /** Adds a row; the bytes are copied. */
  void add(
      EntryKind kind,
      byte[] keyArray,
      int keyOffset,
      int keyLength,
      byte[] valueArray,
      int valueOffset,
      int valueLength) {
    if (ascending && rows > 0) {
      ascending = compareLast(keyArray, keyOffset, keyLength) < 0;
    }
    int bytes = HEADER_BYTES + keyLength + valueLength;
    byte[] chunk = chunkFor(bytes);
    if (rows == addresses.length) {
      addresses = Arrays.copyOf(addresses, (int) Math.min(2L * rows, Integer.MAX_VALUE - 8));
    }
    addresses[rows++] = ((long) (used - 1) << 32) | position;
    INT.set(chunk, position, keyLength);
    INT.set(chunk, position + 4, kind == EntryKind.DELETE ? DELETED : valueLength);
    System.arraycopy(keyArray, keyOffset, chunk, position + HEADER_BYTES, keyLength);
    System.arraycopy(
        valueArray, valueOffset, chunk, position + HEADER_BYTES + keyLength, valueLength);
    position += bytes;
  }

  /** The chunk with room for so many bytes at the position; a large row gets one of its own. */
  private byte[] chunkFor(int bytes) {
    if (used > 0 && chunks.get(used - 1).length - position >= bytes) {
      return chunks.get(used - 1);
    }
    position = 0;
    int size = Math.max(chunkBytes, bytes);
    if (used == chunks.size()) {
      chunks.add(new byte[size]);
    } else if (chunks.get(used).length < size) {
      chunks.set(used, new byte[size]);
    }
    byte[] chunk = chunks.get(used++);
    heldBytes += chunk.length;
    return chunk;
  }

  /** Compares the key of the row added last with another; there is one. */
  int compareLast(byte[] keyArray, int keyOffset, int keyLength) {
    byte[] chunk = chunk(rows - 1);
    int at = keyStart(rows - 1);
    return Arrays.compareUnsigned(
        chunk, at, at + keyLength(rows - 1), keyArray, keyOffset, keyOffset + keyLength);
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** The number of rows, every one of a key counted. */
  int rows() {
    return rows;
  }

  /** The heap that the rows take, in bytes. */
  long bytes() {
    return heldBytes + (long) ROW_BYTES * rows;
  }

  /** Whether the rows take as much heap as they may. */
  boolean isFull() {
    return bytes() >= memoryBytes || rows == Integer.MAX_VALUE - 8;
  }

  /** Forgets all rows; the memory is used again. */
  void clear() {
    rows = 0;
    used = 0;
    position = 0;
    heldBytes = 0;
    ascending = true;
    // A chunk that one large row made is not worth keeping.
    chunks.removeIf(chunk -> chunk.length > chunkBytes);
  }

  /** The numbers of the rows by key and, of one key, in the order they were given. */
  int[] order() {
    int[] order = new int[rows];
    for (int i = 0; i < rows; i++) {
      order[i] = i;
    }
    if (!ascending) {
      new RowOrder(this).sort(order);
    }
    return order;
  }

  /** The key of a row, copied. */
  Slice key(int row) {
    return Slice.copyOf(chunk(row), keyStart(row), keyLength(row));
  }

  byte[] chunk(int row) {
    return chunks.get((int) (addresses[row] >>> 32));
  }

  int keyStart(int row) {
    return (int) addresses[row] + HEADER_BYTES;
  }

  int keyLength(int row) {
    return (int) INT.get(chunk(row), (int) addresses[row]);
  }

  /** Compares the keys of two rows. */
  int compare(int a, int b) {
    int aStart = keyStart(a);
    int bStart = keyStart(b);
    return Arrays.compareUnsigned(
        chunk(a), aStart, aStart + keyLength(a), chunk(b), bStart, bStart + keyLength(b));
  }

  /**
   * The rows in that order as blocks; of several rows of one key the last.
   *
   * @param blockBytes about how many bytes of keys and values a block holds
   */
  BlockStream blocks(int[] order, int blockBytes) {
    return new Blocks(order, blockBytes);
  }

  private final class Blocks implements BlockStream {
    private final int[] order;
    private final int blockBytes;
    private final BlockBuilder builder = new BlockBuilder();
    private int next;

    Blocks(int[] order, int blockBytes) {
      this.order = order;
      this.blockBytes = blockBytes;
    }

    @Override
    public @Nullable Block next() {
      while (next < order.length
          && builder.contentBytes() < blockBytes
          && builder.count() < Limits.MAX_BLOCK_ENTRIES) {
        int row = order[next++];
        if (next == order.length || compare(row, order[next]) != 0) {
          append(row);
        }
      }
      return builder.isEmpty() ? null : builder.build();
    }

    private void append(int row) {
      byte[] chunk = chunk(row);
      int start = keyStart(row);
      int keyLength = keyLength(row);
      int valueLength = (int) INT.get(chunk, (int) addresses[row] + 4);
      EntryKind kind = valueLength == DELETED ? EntryKind.DELETE : EntryKind.PUT;
      builder.append(
          chunk,
          start,
          keyLength,
          1,
          kind.code(),
          chunk,
          start + keyLength,
          Math.max(0, valueLength));
    }
  }
}
