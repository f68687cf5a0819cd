package io.kodiak.format.feather;

import io.kodiak.api.Block;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a block into the buffers of a record batch: the head, which has all of them but the last,
 * and the tail, which is the bytes of the values. For one thread.
 */
final class BatchEncoder implements AutoCloseable {
  /** Arrays of up to so many bytes are kept from block to block. */
  private static final int MAX_KEPT_BYTES = 1 << 20;

  /** Buffers of fewer bytes are stored as they are: no codec makes much of them. */
  private static final int MIN_COMPRESSED = 64;

  private static final byte[] NOTHING = new byte[0];

  private final Codec.@Nullable Compressor compressor;
  private final int[] offsets = new int[Layout.BUFFERS];
  private final int[] lengths = new int[Layout.BUFFERS];
  private byte[] head = new byte[8 << 10];
  private int headLength;

  /** One buffer before it is compressed. */
  private byte[] plain = NOTHING;

  private byte[] packed = NOTHING;
  private byte[] tail = NOTHING;
  private int tailOffset;
  private int nulls;

  BatchEncoder(Codec codec) throws IOException {
    compressor = codec.compresses() ? codec.compressor() : null;
  }

  /** Encodes a block; what was encoded before is forgotten. */
  void encode(Block block) {
    int rows = block.count();
    headLength = 0;
    for (int i = 0; i < Layout.BUFFERS; i++) {
      lengths[i] = 0;
      switch (i) {
        case Layout.KEY_OFFSETS -> offsets(i, block.keyOffsets(), rows);
        case Layout.KEY_DATA -> {
          int from = block.keyOffsets()[0];
          bytes(i, block.keyArray(), from, block.keyOffsets()[rows] - from);
        }
        case Layout.SEQ_DATA -> sequences(block.sequences(), rows);
        case Layout.OP_DATA -> kinds(block.kinds(), rows);
        case Layout.VALUE_VALIDITY -> validity(block.kinds(), rows);
        case Layout.VALUE_OFFSETS -> offsets(i, block.values().offsets(), rows);
        default -> offsets[i] = headLength;
      }
    }
    values(block.values().array(), block.values().offsets(), rows);
  }

  private void offsets(int buffer, int[] from, int rows) {
    byte[] to = begin((rows + 1) * Integer.BYTES);
    int base = from[0];
    int at = start();
    for (int row = 0; row <= rows; row++) {
      Layout.INT.set(to, at + row * Integer.BYTES, from[row] - base);
    }
    end(buffer, (rows + 1) * Integer.BYTES);
  }

  private void sequences(long[] sequences, int rows) {
    byte[] to = begin(rows * Long.BYTES);
    int at = start();
    for (int row = 0; row < rows; row++) {
      Layout.LONG.set(to, at + row * Long.BYTES, sequences[row]);
    }
    end(Layout.SEQ_DATA, rows * Long.BYTES);
  }

  private void kinds(byte[] kinds, int rows) {
    byte[] to = begin(rows * Integer.BYTES);
    int at = start();
    int sum = 0;
    for (int row = 0; row < rows; row++) {
      Layout.INT.set(to, at + row * Integer.BYTES, (int) kinds[row]);
      sum += kinds[row];
    }
    nulls = sum;
    end(Layout.OP_DATA, rows * Integer.BYTES);
  }

  /** A bit for each value that is not null; no bits at all when none is. */
  private void validity(byte[] kinds, int rows) {
    int bytes = nulls == 0 ? 0 : (rows + 7) / Byte.SIZE;
    byte[] to = begin(bytes);
    int at = start();
    Arrays.fill(to, at, at + bytes, (byte) 0);
    for (int row = 0; row < rows && bytes > 0; row++) {
      to[at + (row >>> 3)] |= (byte) ((1 - kinds[row]) << (row & 7));
    }
    end(Layout.VALUE_VALIDITY, bytes);
  }

  private void bytes(int buffer, byte[] from, int offset, int length) {
    if (compressor == null) {
      byte[] to = begin(length);
      System.arraycopy(from, offset, to, start(), length);
      end(buffer, length);
    } else {
      pack(buffer, from, offset, length);
    }
  }

  private void values(byte[] array, int[] valueOffsets, int rows) {
    int from = valueOffsets[0];
    int length = valueOffsets[rows] - from;
    if (compressor == null) {
      tail = array;
      tailOffset = from;
      lengths[Layout.VALUE_DATA] = length;
    } else {
      packed = room(packed, 0, Layout.LENGTH_PREFIX + compressor.bound(length));
      lengths[Layout.VALUE_DATA] = pack(array, from, length, packed, 0);
      tail = packed;
      tailOffset = 0;
    }
  }

  /** Where the next buffer is to be written: the head itself, or an array to be compressed. */
  private byte[] begin(int bytes) {
    if (compressor == null) {
      head = room(head, headLength, Layout.padded(bytes));
      return head;
    }
    plain = room(plain, 0, bytes);
    return plain;
  }

  private int start() {
    return compressor == null ? headLength : 0;
  }

  private void end(int buffer, int bytes) {
    if (compressor == null) {
      close(buffer, bytes);
    } else {
      pack(buffer, plain, 0, bytes);
    }
  }

  private void pack(int buffer, byte[] from, int offset, int length) {
    Codec.Compressor packing = Objects.requireNonNull(compressor);
    int most = Layout.LENGTH_PREFIX + packing.bound(length) + Layout.ALIGNMENT;
    head = room(head, headLength, most);
    close(buffer, pack(from, offset, length, head, headLength));
  }

  /** Compresses a buffer, where that saves an eighth; returns its length with its prefix. */
  private int pack(byte[] from, int offset, int length, byte[] to, int at) {
    if (length == 0) {
      return 0;
    }
    Codec.Compressor packing = Objects.requireNonNull(compressor);
    int start = at + Layout.LENGTH_PREFIX;
    int size = length < MIN_COMPRESSED ? length : packing.compress(from, offset, length, to, start);
    if (size <= length - (length >>> 3) && size < length) {
      Layout.LONG.set(to, at, (long) length);
      return Layout.LENGTH_PREFIX + size;
    }
    Layout.LONG.set(to, at, Layout.STORED);
    System.arraycopy(from, offset, to, start, length);
    return Layout.LENGTH_PREFIX + length;
  }

  private void close(int buffer, int bytes) {
    offsets[buffer] = headLength;
    lengths[buffer] = bytes;
    int end = headLength + Layout.padded(bytes);
    Arrays.fill(head, headLength + bytes, end, (byte) 0);
    headLength = end;
  }

  private static byte[] room(byte[] array, int used, int more) {
    int needed = Math.addExact(used, more);
    return needed <= array.length
        ? array
        : Arrays.copyOf(array, Math.max(needed, (int) Math.min(2L * used, Integer.MAX_VALUE - 8)));
  }

  /** Where a buffer begins, counted from the begin of the head. */
  int bufferOffset(int buffer) {
    return buffer == Layout.VALUE_DATA ? headLength : offsets[buffer];
  }

  int bufferLength(int buffer) {
    return lengths[buffer];
  }

  /** How many values are null. */
  int nulls() {
    return nulls;
  }

  /** The array with all buffers but the last, each padded. */
  byte[] head() {
    return head;
  }

  int headLength() {
    return headLength;
  }

  /** The array with the last buffer. */
  byte[] tail() {
    return tail;
  }

  int tailOffset() {
    return tailOffset;
  }

  /** The length of the last buffer, which is not padded. */
  int tailLength() {
    return lengths[Layout.VALUE_DATA];
  }

  /** Lets go of the block, and of arrays that grew large. */
  void release() {
    tail = NOTHING;
    plain = plain.length > MAX_KEPT_BYTES ? NOTHING : plain;
    packed = packed.length > MAX_KEPT_BYTES ? NOTHING : packed;
    head = head.length > MAX_KEPT_BYTES ? NOTHING : head;
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.close();
    }
  }
}
