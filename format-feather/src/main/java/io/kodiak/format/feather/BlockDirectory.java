package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.Arrays;

/**
 * Where the blocks of a file lie: for every block its rows, and the lengths of the metadata, the
 * head and the tail of its record batch. Immutable.
 *
 * <p>It is used as it is encoded, so that opening a file takes no time for each of its blocks;
 * {@link #check} examines a block before it is read. Little-endian:
 *
 * <pre>
 * 1 byte: version; 1 byte: number of the compression + 1; 6 bytes: 0
 * for each block, 16 bytes: position of its batch;
 *   rows (lowest 17 bits), bytes of the metadata / 8 (10 bits), of metadata and head / 8 (23 bits)
 * 8 bytes: where the last block ends
 * </pre>
 *
 * <p>Batches follow each other without a gap. Version 1, which is still read, had lengths alone, as
 * numbers of seven bits a byte, the least significant first:
 *
 * <pre>
 * version, number of the compression + 1, position of the first batch, blocks
 * for each block: rows, bytes of the metadata / 8, of metadata and head / 8, of the tail / 8
 * </pre>
 */
final class BlockDirectory {
  private static final int VERSION = 2;
  private static final int VERSION_OF_LENGTHS = 1;

  private static final int HEADER_BYTES = 8;
  private static final int BLOCK_BYTES = 16;
  private static final int ROW_BITS = 17;
  private static final int METADATA_BITS = 10;

  /** The fewest bytes that a block takes in version 1. */
  private static final int MIN_BLOCK_BYTES_OF_LENGTHS = 4;

  private final byte[] array;
  private final int start;
  private final int count;
  private final Codec codec;
  private final long limit;

  /** Over an encoding of the current version. */
  private BlockDirectory(Slice encoded, long limit) {
    array = encoded.array();
    start = encoded.offset();
    this.limit = limit;
    int blocks = encoded.length() - HEADER_BYTES - Long.BYTES;
    require(blocks > 0 && blocks % BLOCK_BYTES == 0, "its directory has a wrong length");
    count = blocks / BLOCK_BYTES;
    require(
        (long) Layout.LONG.get(array, start) >>> 16 == 0, "its directory begins in another way");
    codec = Codec.numbered(array[start + 1] - 1);
    long end = position(count);
    require(end > 0 && end <= limit, "its directory has blocks behind its end");
  }

  int blockCount() {
    return count;
  }

  Codec codec() {
    return codec;
  }

  int rows(int block) {
    return (int) lengths(block) & ((1 << ROW_BITS) - 1);
  }

  /** Where the batch of a block begins; for the number of blocks, where the last one ends. */
  long position(int block) {
    return (long) Layout.LONG.get(array, start + HEADER_BYTES + block * BLOCK_BYTES);
  }

  /** The bytes of the metadata. */
  int metadataBytes(int block) {
    long units = lengths(block) >>> ROW_BITS & ((1 << METADATA_BITS) - 1);
    return (int) units * Layout.ALIGNMENT;
  }

  /** The bytes of the metadata and of all buffers but the last. */
  int headBytes(int block) {
    return (int) (lengths(block) >>> (ROW_BITS + METADATA_BITS)) * Layout.ALIGNMENT;
  }

  /** The bytes of the last buffer, padded. */
  int tailBytes(int block) {
    return (int) (position(block + 1) - position(block)) - headBytes(block);
  }

  private long lengths(int block) {
    int at = start + HEADER_BYTES + block * BLOCK_BYTES + Long.BYTES;
    return (long) Layout.LONG.get(array, at);
  }

  /**
   * Makes sure that a block is one of this file.
   *
   * @throws MalformedException when it cannot be
   */
  void check(int block) {
    int rows = rows(block);
    int metadata = metadataBytes(block);
    long head = (lengths(block) >>> (ROW_BITS + METADATA_BITS)) * Layout.ALIGNMENT;
    require(
        rows > 0
            && rows <= Limits.MAX_BLOCK_ENTRIES
            && metadata <= Layout.MAX_METADATA_BYTES
            && metadata <= head
            && head <= Layout.MAX_HEAD_BYTES,
        "its directory has a bad block");
    long position = position(block);
    long end = position(block + 1);
    require(
        position >= 0 && position <= end && end <= limit,
        "its directory has blocks behind its end");
    long tail = end - position - head;
    require(
        tail >= 0 && tail <= Layout.padded(Layout.MAX_BUFFER_BYTES),
        "its directory has a bad block");
  }

  /**
   * Opens a directory.
   *
   * @param limit the length of the file: no block ends behind it
   * @throws MalformedException when it cannot be the directory of such a file
   */
  static BlockDirectory decode(Slice encoded, long limit) {
    require(encoded.length() > 0, "its directory is empty");
    byte version = encoded.array()[encoded.offset()];
    return new BlockDirectory(
        version == VERSION_OF_LENGTHS ? fromLengths(encoded, limit) : ofVersion(version, encoded),
        limit);
  }

  private static Slice ofVersion(byte version, Slice encoded) {
    require(version == VERSION, "the version of its directory is unknown: " + version);
    return encoded;
  }

  /** The directory of version 1 in the current one. */
  private static Slice fromLengths(Slice encoded, long limit) {
    Numbers in = new Numbers(encoded);
    in.next(Integer.MAX_VALUE);
    Codec codec = Codec.numbered((int) in.next(Byte.MAX_VALUE) - 1);
    long position = in.next(limit);
    int count = (int) in.next(in.remaining() / MIN_BLOCK_BYTES_OF_LENGTHS);
    require(count > 0, "its directory has no block");
    Builder builder = new Builder(codec, position);
    for (int block = 0; block < count; block++) {
      int rows = (int) in.next(Limits.MAX_BLOCK_ENTRIES);
      long metadata = in.next(Layout.MAX_METADATA_BYTES / Layout.ALIGNMENT) * Layout.ALIGNMENT;
      long head = in.next(Layout.MAX_HEAD_BYTES / Layout.ALIGNMENT) * Layout.ALIGNMENT;
      long tail = in.next(Layout.MAX_BUFFER_BYTES / Layout.ALIGNMENT) * Layout.ALIGNMENT;
      require(rows > 0 && metadata <= head, "its directory has a bad block");
      builder.add(rows, (int) metadata, (int) head, (int) tail);
      require(builder.end() <= limit, "its directory has blocks behind its end");
    }
    require(in.remaining() == 0, "its directory is longer than its contents");
    return builder.encoded();
  }

  /** Collects and encodes a directory. For one thread. */
  static final class Builder {
    private byte[] array = new byte[HEADER_BYTES + 64 * BLOCK_BYTES + Long.BYTES];
    private int count;
    private long end;

    Builder(Codec codec, long begin) {
      array[0] = VERSION;
      array[1] = (byte) (codec.number() + 1);
      end = begin;
    }

    /** Adds a block that begins where the one before ends. */
    void add(int rows, int metadataBytes, int headBytes, int tailBytes) {
      int at = HEADER_BYTES + count * BLOCK_BYTES;
      if (at + BLOCK_BYTES + Long.BYTES > array.length) {
        array = Arrays.copyOf(array, 2 * array.length);
      }
      Layout.LONG.set(array, at, end);
      long lengths =
          rows
              | (long) (metadataBytes / Layout.ALIGNMENT) << ROW_BITS
              | (long) (headBytes / Layout.ALIGNMENT) << (ROW_BITS + METADATA_BITS);
      Layout.LONG.set(array, at + Long.BYTES, lengths);
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
      long lengths = (long) Layout.LONG.get(array, HEADER_BYTES + block * BLOCK_BYTES + Long.BYTES);
      return (int) (lengths >>> ROW_BITS & ((1 << METADATA_BITS) - 1)) * Layout.ALIGNMENT;
    }

    /** All bytes of a block. */
    long bytes(int block) {
      long next = block + 1 == count ? end : position(block + 1);
      return next - position(block);
    }

    private long position(int block) {
      return (long) Layout.LONG.get(array, HEADER_BYTES + block * BLOCK_BYTES);
    }

    Slice encoded() {
      int at = HEADER_BYTES + count * BLOCK_BYTES;
      Layout.LONG.set(array, at, end);
      return Slice.copyOf(array, 0, at + Long.BYTES);
    }
  }

  /** Reads numbers of seven bits a byte, each with a bound. */
  private static final class Numbers {
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
      long number = 0;
      for (int shift = 0; ; shift += 7) {
        require(at < end && shift < Long.SIZE - 1, "its directory ends within a number");
        byte next = array[at++];
        number |= (next & 0x7fL) << shift;
        if (next >= 0) {
          require(number >= 0 && number <= most, "a number of its directory is out of bounds");
          return number;
        }
      }
    }
  }
}
