package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.Arrays;

/**
 * Where the blocks of a file lie: for every block its rows, and the lengths of the head and the
 * tail of its record batch. Immutable.
 *
 * <p>Batches follow each other without a gap, so lengths alone say where everything is. Encoded,
 * all numbers are of seven bits a byte, the least significant first:
 *
 * <pre>
 * version, number of the compression + 1, position of the first batch, blocks
 * for each block: rows, bytes of the metadata / 8, of metadata and head / 8, of the tail / 8
 * </pre>
 *
 * <p>In memory a block takes 20 bytes.
 */
final class BlockDirectory {
  private static final int VERSION = 1;

  /** The fewest bytes that a block takes when it is encoded. */
  private static final int MIN_BLOCK_BYTES = 4;

  private final Codec codec;
  private final int[] rows;
  private final int[] metadata;

  /** The bytes of metadata and head of each block. */
  private final int[] heads;

  /** Where each block begins, and at the end where the last one ends. */
  private final long[] positions;

  private BlockDirectory(Codec codec, int[] rows, int[] metadata, int[] heads, long[] positions) {
    this.codec = codec;
    this.rows = rows;
    this.metadata = metadata;
    this.heads = heads;
    this.positions = positions;
  }

  int blockCount() {
    return rows.length;
  }

  Codec codec() {
    return codec;
  }

  int rows(int block) {
    return rows[block];
  }

  long position(int block) {
    return positions[block];
  }

  /** The bytes of the metadata. */
  int metadataBytes(int block) {
    return metadata[block];
  }

  /** The bytes of the metadata and of all buffers but the last. */
  int headBytes(int block) {
    return heads[block];
  }

  /** The bytes of the last buffer, padded. */
  int tailBytes(int block) {
    return (int) (positions[block + 1] - positions[block]) - heads[block];
  }

  /**
   * Decodes a directory.
   *
   * @param limit the length of the file: no block ends behind it
   * @throws MalformedException when it cannot be the directory of such a file
   */
  static BlockDirectory decode(Slice encoded, long limit) {
    Numbers in = new Numbers(encoded);
    long version = in.next(Integer.MAX_VALUE);
    require(version == VERSION, "the version of its directory is unknown: " + version);
    Codec codec = Codec.numbered((int) in.next(Byte.MAX_VALUE) - 1);
    long position = in.next(limit);
    int count = (int) in.next(in.remaining() / MIN_BLOCK_BYTES);
    require(count > 0, "its directory has no block");
    int[] rows = new int[count];
    int[] metadata = new int[count];
    int[] heads = new int[count];
    long[] positions = new long[count + 1];
    positions[0] = position;
    for (int block = 0; block < count; block++) {
      rows[block] = (int) in.next(Limits.MAX_BLOCK_ENTRIES);
      long prefix = in.next(Layout.MAX_METADATA_BYTES / Layout.ALIGNMENT) * Layout.ALIGNMENT;
      long head = in.next(Layout.MAX_HEAD_BYTES / Layout.ALIGNMENT) * Layout.ALIGNMENT;
      long tail = in.next(Layout.MAX_BUFFER_BYTES / Layout.ALIGNMENT) * Layout.ALIGNMENT;
      require(rows[block] > 0 && prefix <= head, "its directory has a bad block");
      metadata[block] = (int) prefix;
      heads[block] = (int) head;
      position += head + tail;
      positions[block + 1] = position;
    }
    require(position <= limit, "its directory has blocks behind its end");
    require(in.remaining() == 0, "its directory is longer than its contents");
    return new BlockDirectory(codec, rows, metadata, heads, positions);
  }

  /** Collects and encodes a directory. For one thread. */
  static final class Builder {
    private static final int STRIDE = 4;

    private final Codec codec;
    private final long begin;
    private int[] table = new int[STRIDE * 64];
    private int count;
    private long end;

    Builder(Codec codec, long begin) {
      this.codec = codec;
      this.begin = begin;
      this.end = begin;
    }

    /** Adds a block that begins where the one before ends. */
    void add(int rows, int metadataBytes, int headBytes, int tailBytes) {
      int at = count * STRIDE;
      if (at == table.length) {
        table = Arrays.copyOf(table, 2 * at);
      }
      table[at] = rows;
      table[at + 1] = metadataBytes;
      table[at + 2] = headBytes;
      table[at + 3] = tailBytes;
      count++;
      end += (long) headBytes + tailBytes;
    }

    int count() {
      return count;
    }

    /** Where the last block ends. */
    long end() {
      return end;
    }

    int metadataBytes(int block) {
      return table[block * STRIDE + 1];
    }

    /** All bytes of a block. */
    long bytes(int block) {
      return (long) table[block * STRIDE + 2] + table[block * STRIDE + 3];
    }

    Slice encoded() {
      NumberOutput out = new NumberOutput(16 + 8 * count);
      out.add(VERSION);
      out.add(codec.number() + 1L);
      out.add(begin);
      out.add(count);
      for (int at = 0; at < count * STRIDE; at += STRIDE) {
        out.add(table[at]);
        out.add(table[at + 1] / Layout.ALIGNMENT);
        out.add(table[at + 2] / Layout.ALIGNMENT);
        out.add(table[at + 3] / Layout.ALIGNMENT);
      }
      return out.encoded();
    }
  }

  /** Writes numbers of seven bits a byte. */
  private static final class NumberOutput {
    private byte[] array;
    private int size;

    NumberOutput(int capacity) {
      array = new byte[capacity];
    }

    void add(long number) {
      if (array.length - size < 10) {
        array = Arrays.copyOf(array, 2 * array.length);
      }
      long left = number;
      while (left > 0x7f) {
        array[size++] = (byte) (left | 0x80);
        left >>>= 7;
      }
      array[size++] = (byte) left;
    }

    Slice encoded() {
      return Slice.copyOf(array, 0, size);
    }
  }

  /** Reads them back, each with a bound. */
  private static final class Numbers {
    private static final String OUT_OF_BOUNDS = "a number of its directory is out of bounds";

    private final byte[] array;
    private final int end;
    private int at;

    Numbers(Slice encoded) {
      array = encoded.array();
      at = encoded.offset();
      end = at + encoded.length();
    }

    int remaining() {
      return end - at;
    }

    long next(long most) {
      // Most numbers are of one or two bytes, and a large file has tens of thousands of them.
      if (at + 1 < end) {
        int low = array[at];
        int high = array[at + 1];
        if (low >= 0 || high >= 0) {
          int number = low >= 0 ? low : (low & 0x7f) | high << 7;
          at += low >= 0 ? 1 : 2;
          require(number <= most, OUT_OF_BOUNDS);
          return number;
        }
      }
      return nextLong(most);
    }

    private long nextLong(long most) {
      long number = 0;
      for (int shift = 0; ; shift += 7) {
        require(at < end && shift < Long.SIZE - 1, "its directory ends within a number");
        byte next = array[at++];
        number |= (next & 0x7fL) << shift;
        if (next >= 0) {
          require(number >= 0 && number <= most, OUT_OF_BOUNDS);
          return number;
        }
      }
    }
  }
}
