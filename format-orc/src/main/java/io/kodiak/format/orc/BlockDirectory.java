package io.kodiak.format.orc;

import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Where the blocks of a file lie: for every block its rows, its tombstones and the bytes of its
 * part of each stream. Immutable.
 *
 * <p>Stripes follow each other without a gap, and in them the streams, and in those the parts of
 * the blocks. So sizes alone say where everything is. Encoded, all numbers are of seven bits a
 * byte; those of a block are the differences to the block before, folded so that small ones of
 * either sign take one byte:
 *
 * <pre>
 * version, compression, stripes
 * for each stripe: blocks, bytes of its indexes, of the stream of present values, of its footer
 *   for each block: rows, tombstones, bytes of its part of each stream of {@link Layout#STREAMS}
 * CRC32C of all that, in four bytes, the least significant first
 * </pre>
 *
 * <p>In memory a block takes 32 bytes.
 */
final class BlockDirectory {
  private static final int VERSION = 1;

  /** The numbers of a block. */
  static final int ROWS = 0;

  static final int TOMBSTONES = 1;

  /** The bytes of its parts; in {@link #table} where they end within their stream. */
  static final int PARTS = 2;

  static final int STRIDE = PARTS + Layout.STREAM_COUNT;

  /** The fewest bytes that a stripe takes when it is encoded. */
  private static final int MIN_STRIPE_BYTES = 4 + STRIDE;

  private static final int CRC_BYTES = Integer.BYTES;

  private final Codec codec;
  private final int[] table;

  /** For each stripe the number of its first block, and at the end the number of blocks. */
  private final int[] firstBlocks;

  /** For each stripe where each of its streams begins. */
  private final long[] streamPositions;

  private final long end;

  private BlockDirectory(
      Codec codec, int[] table, int[] firstBlocks, long[] streamPositions, long end) {
    this.codec = codec;
    this.table = table;
    this.firstBlocks = firstBlocks;
    this.streamPositions = streamPositions;
    this.end = end;
  }

  /** Encodes the directory of a file with the given stripes. */
  static Slice encode(Codec codec, List<Stripe> stripes) {
    ProtoOutput out = new ProtoOutput(1 << 10);
    out.varint(VERSION);
    out.varint(codec.number());
    out.varint(stripes.size());
    int[] before = new int[STRIDE];
    for (Stripe stripe : stripes) {
      BlockSizes blocks = stripe.blocks();
      out.varint(blocks.count());
      out.varint(stripe.indexBytes());
      out.varint(stripe.presentBytes());
      out.varint(stripe.footerBytes());
      for (int block = 0; block < blocks.count(); block++) {
        for (int i = 0; i < STRIDE; i++) {
          int number = blocks.number(block, i);
          out.varint(ProtoOutput.zigzag(number - before[i]));
          before[i] = number;
        }
      }
    }
    int crc = crc(out.array(), 0, out.size());
    byte[] bytes = {(byte) crc, (byte) (crc >>> 8), (byte) (crc >>> 16), (byte) (crc >>> 24)};
    out.raw(bytes, 0, CRC_BYTES);
    return Slice.copyOf(out.array(), 0, out.size());
  }

  /**
   * Decodes a directory.
   *
   * @param limit the length of the file: no stripe ends behind it
   * @throws MalformedException when it cannot be the directory of such a file
   */
  static BlockDirectory decode(Slice encoded, long limit) {
    return new Decoder(encoded, limit).decode();
  }

  private static int crc(byte[] array, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(array, from, to - from);
    return (int) crc.getValue();
  }

  int blockCount() {
    return table.length / STRIDE;
  }

  /** How the file is compressed. */
  Codec codec() {
    return codec;
  }

  /** Where the last stripe ends. */
  long end() {
    return end;
  }

  /** The rows of all blocks. */
  long rows() {
    long rows = 0;
    for (int at = 0; at < table.length; at += STRIDE) {
      rows += table[at + ROWS];
    }
    return rows;
  }

  /** Points {@code place} at the parts of a block. */
  void locate(int block, BlockPlace place) {
    int stripe = Arrays.binarySearch(firstBlocks, block);
    if (stripe < 0) {
      stripe = -stripe - 2;
    }
    boolean isFirst = block == firstBlocks[stripe];
    int at = block * STRIDE;
    place.rows = table[at + ROWS];
    place.tombstones = table[at + TOMBSTONES];
    for (int i = 0; i < Layout.STREAM_COUNT; i++) {
      int begin = isFirst ? 0 : table[at - STRIDE + PARTS + i];
      place.positions[i] = streamPositions[stripe * Layout.STREAM_COUNT + i] + begin;
      place.bytes[i] = table[at + PARTS + i] - begin;
    }
  }

  /** Reads an encoded directory, with every number bounded before anything is allocated by it. */
  private static final class Decoder {
    private static final String OUT_OF_BOUNDS = "a number of a block is out of bounds";

    /** The greatest of each number of a block. */
    private static final int[] MOST = most();

    private static int[] most() {
      int[] most = new int[STRIDE];
      Arrays.fill(most, Layout.MAX_NUMBER_PART_BYTES);
      most[ROWS] = Limits.MAX_BLOCK_ENTRIES;
      most[TOMBSTONES] = Limits.MAX_BLOCK_ENTRIES;
      most[PARTS + Layout.KEY_DATA] = Layout.MAX_DATA_PART_BYTES;
      most[PARTS + Layout.VALUE_DATA] = Layout.MAX_DATA_PART_BYTES;
      return most;
    }

    private final ProtoInput in;
    private final boolean intact;
    private final long limit;
    private int[] table = new int[0];
    private int blocks;
    private long position = Layout.MAGIC_BYTES;

    /** The numbers of the block before. */
    private final int[] before = new int[STRIDE];

    Decoder(Slice encoded, long limit) {
      byte[] array = encoded.array();
      int from = encoded.offset();
      int to = from + encoded.length();
      in = new ProtoInput(array, from, to);
      in.shorten(CRC_BYTES);
      int crc = crc(array, from, to - CRC_BYTES);
      boolean same = true;
      for (int i = 0; i < CRC_BYTES; i++) {
        same &= array[to - CRC_BYTES + i] == (byte) (crc >>> (8 * i));
      }
      intact = same;
      this.limit = limit;
    }

    BlockDirectory decode() {
      check(intact, "its checksum is wrong");
      long version = in.varint();
      check(version == VERSION, "its version is " + version + " instead of " + VERSION);
      Codec codec = Codec.numbered(in.varint());
      int stripes = number(in.remaining() / MIN_STRIPE_BYTES, "the number of stripes is wrong");
      check(stripes > 0, "it has no stripe");
      int[] firstBlocks = new int[stripes + 1];
      long[] streamPositions = new long[stripes * Layout.STREAM_COUNT];
      for (int stripe = 0; stripe < stripes; stripe++) {
        firstBlocks[stripe] = blocks;
        stripe(streamPositions, stripe * Layout.STREAM_COUNT);
      }
      check(in.remaining() == 0, "it is longer than its contents");
      firstBlocks[stripes] = blocks;
      return new BlockDirectory(
          codec, Arrays.copyOf(table, blocks * STRIDE), firstBlocks, streamPositions, position);
    }

    private void stripe(long[] streamPositions, int first) {
      int count = number(in.remaining() / STRIDE, "the number of blocks is wrong");
      check(count > 0, "a stripe has no block");
      long indexBytes = size();
      long presentBytes = size();
      long footerBytes = size();
      int needed = (blocks + count) * STRIDE;
      if (needed > table.length) {
        // By half at least: a file may claim a stripe for every block.
        table = Arrays.copyOf(table, Math.max(needed, table.length + (table.length >> 1)));
      }
      int[] ends = new int[Layout.STREAM_COUNT];
      for (int end = blocks + count; blocks < end; blocks++) {
        block(blocks * STRIDE, ends);
      }
      position += indexBytes;
      for (int i = 0; i < Layout.STREAM_COUNT; i++) {
        position += i == Layout.VALUE_DATA ? presentBytes : 0;
        streamPositions[first + i] = position;
        position += ends[i];
      }
      position += footerBytes;
      check(position <= limit, "the stripes are longer than the file");
    }

    private void block(int at, int[] ends) {
      numbers();
      int rows = before[ROWS];
      check(rows > 0, "a block has no rows");
      check(before[TOMBSTONES] <= rows, OUT_OF_BOUNDS);
      table[at + ROWS] = rows;
      table[at + TOMBSTONES] = before[TOMBSTONES];
      int least = 0;
      for (int i = 0; i < Layout.STREAM_COUNT; i++) {
        ends[i] += before[PARTS + i];
        least |= ends[i];
        table[at + PARTS + i] = ends[i];
      }
      check(least >= 0, "a stream is too long");
    }

    /** The numbers of the next block, of which the differences to the block before are there. */
    private void numbers() {
      long word = in.eightBytes();
      int wrong = 0;
      if (word >= 0) {
        for (int i = 0; i < STRIDE; i++) {
          int folded = (int) (word >>> (Byte.SIZE * i)) & 0x7f;
          before[i] += (folded >>> 1) ^ -(folded & 1);
          wrong |= before[i] | (MOST[i] - before[i]);
        }
      } else {
        for (int i = 0; i < STRIDE; i++) {
          long number = before[i] + ProtoInput.unzigzag(in.varint());
          check(number >= 0 && number <= MOST[i], OUT_OF_BOUNDS);
          before[i] = (int) number;
        }
      }
      check(wrong >= 0, OUT_OF_BOUNDS);
    }

    private long size() {
      long size = in.varint();
      check(size >= 0 && size <= limit, "a part of a stripe is longer than the file");
      return size;
    }

    private int number(int most, String problem) {
      long number = in.varint();
      check(number >= 0 && number <= most, problem);
      return (int) number;
    }

    private static void check(boolean holds, String problem) {
      if (!holds) {
        throw new MalformedException("the block directory cannot be right: " + problem);
      }
    }
  }
}
