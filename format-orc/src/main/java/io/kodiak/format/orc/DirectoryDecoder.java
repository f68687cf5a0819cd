package io.kodiak.format.orc;

import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Reads an encoded {@link BlockDirectory}, with every number bounded before anything is allocated
 * by it. For one thread.
 */
final class DirectoryDecoder {
  private static final int STRIDE = BlockDirectory.STRIDE;

  /** The fewest bytes that a stripe takes when it is encoded. */
  private static final int MIN_STRIPE_BYTES = 4 + STRIDE;

  private static final String OUT_OF_BOUNDS = "a number of a block is out of bounds";

  /** The greatest of each number of a block. */
  private static final int[] MOST = most();

  private final byte[] array;
  private final ProtoInput in;
  private final int end;
  private final boolean intact;
  private final long limit;

  DirectoryDecoder(Slice encoded, long limit) {
    array = encoded.array();
    int from = encoded.offset();
    int to = from + encoded.length();
    in = new ProtoInput(array, from, to);
    in.shorten(BlockDirectory.CRC_BYTES);
    end = to - BlockDirectory.CRC_BYTES;
    int crc = BlockDirectory.crc(array, from, end);
    boolean same = true;
    for (int i = 0; i < BlockDirectory.CRC_BYTES; i++) {
      same &= array[end + i] == (byte) (crc >>> (8 * i));
    }
    intact = same;
    this.limit = limit;
  }

  private static int[] most() {
    int[] most = new int[STRIDE];
    Arrays.fill(most, Layout.MAX_NUMBER_PART_BYTES);
    most[BlockDirectory.ROWS] = Limits.MAX_BLOCK_ENTRIES;
    most[BlockDirectory.TOMBSTONES] = Limits.MAX_BLOCK_ENTRIES;
    most[BlockDirectory.PARTS + Layout.KEY_DATA] = Layout.MAX_DATA_PART_BYTES;
    most[BlockDirectory.PARTS + Layout.VALUE_DATA] = Layout.MAX_DATA_PART_BYTES;
    return most;
  }

  BlockDirectory decode() {
    check(intact, "its checksum is wrong");
    long version = in.varint();
    check(
        version == BlockDirectory.VERSION || version == BlockDirectory.VERSION_1,
        "its version is " + version + " instead of " + BlockDirectory.VERSION + " or less");
    Codec codec = Codec.numbered(in.varint());
    int count = number(in.remaining() / MIN_STRIPE_BYTES, "the number of stripes is wrong");
    check(count > 0, "it has no stripe");
    Stripes stripes = new Stripes(array, count);
    if (version == BlockDirectory.VERSION_1) {
      firstVersion(stripes);
    } else {
      headers(stripes);
    }
    return new BlockDirectory(codec, stripes);
  }

  private void headers(Stripes stripes) {
    long blockBytes = 0;
    for (int stripe = 0; stripe < stripes.count(); stripe++) {
      int blocks = number(end - in.position(), "the number of blocks is wrong");
      check(blocks > 0, "a stripe has no block");
      long rows = size();
      long[] fixed = {size(), size(), size()};
      long[] ends = new long[Layout.STREAM_COUNT];
      for (int i = 0; i < ends.length; i++) {
        ends[i] = size();
        check(ends[i] <= Integer.MAX_VALUE, "a stream is too long");
      }
      int bytes = number(end - in.position(), "the blocks are longer than all of it");
      check(bytes / STRIDE >= blocks, "the number of blocks is wrong");
      blockBytes += bytes;
      stripes.add(stripe, blocks, rows, fixed, ends, limit);
      stripes.bytes[stripe + 1] = (int) Math.min(blockBytes, Integer.MAX_VALUE);
    }
    check(blockBytes == in.remaining(), "it is longer or shorter than its contents");
    stripes.blocksAt = in.position();
  }

  private void firstVersion(Stripes stripes) {
    int[] before = new int[STRIDE];
    for (int stripe = 0; stripe < stripes.count(); stripe++) {
      int blocks = number(in.remaining() / STRIDE, "the number of blocks is wrong");
      check(blocks > 0, "a stripe has no block");
      long[] fixed = {size(), size(), size()};
      int[] table = blocks(in, blocks, before);
      long[] ends = new long[Layout.STREAM_COUNT];
      for (int i = 0; i < ends.length; i++) {
        ends[i] = table[(blocks - 1) * STRIDE + BlockDirectory.PARTS + i];
      }
      stripes.add(stripe, blocks, rows(table), fixed, ends, limit);
      stripes.tables.set(stripe, table);
    }
    check(in.remaining() == 0, "it is longer than its contents");
  }

  private static long rows(int[] table) {
    long rows = 0;
    for (int at = 0; at < table.length; at += STRIDE) {
      rows += table[at + BlockDirectory.ROWS];
    }
    return rows;
  }

  /** Decodes the next blocks, with the ends of their parts. */
  private static int[] blocks(ProtoInput in, int count, int[] before) {
    int[] table = new int[count * STRIDE];
    int[] ends = new int[Layout.STREAM_COUNT];
    for (int at = 0; at < table.length; at += STRIDE) {
      numbers(in, before);
      int rows = before[BlockDirectory.ROWS];
      check(rows > 0, "a block has no rows");
      check(before[BlockDirectory.TOMBSTONES] <= rows, OUT_OF_BOUNDS);
      table[at + BlockDirectory.ROWS] = rows;
      table[at + BlockDirectory.TOMBSTONES] = before[BlockDirectory.TOMBSTONES];
      int least = 0;
      for (int i = 0; i < ends.length; i++) {
        ends[i] += before[BlockDirectory.PARTS + i];
        least |= ends[i];
        table[at + BlockDirectory.PARTS + i] = ends[i];
      }
      check(least >= 0, "a stream is too long");
    }
    return table;
  }

  /** The numbers of the next block, of which the differences to the block before are there. */
  private static void numbers(ProtoInput in, int[] before) {
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

  /** The stripes of a file, and their blocks as far as they were wanted. */
  static final class Stripes {
    private final byte[] array;

    /** For each stripe the number of its first block, and at the end the number of blocks. */
    private final int[] firstBlocks;

    /** For each stripe where each of its streams begins, and how long it is. */
    private final long[] positions;

    private final int[] lengths;
    private final long[] rows;
    private long end = Layout.MAGIC_BYTES;

    /** Where the blocks of each stripe begin in the encoded bytes, from {@link #blocksAt} on. */
    private final int[] bytes;

    private int blocksAt;
    private final AtomicReferenceArray<int[]> tables;

    private Stripes(byte[] array, int count) {
      this.array = array;
      firstBlocks = new int[count + 1];
      positions = new long[count * Layout.STREAM_COUNT];
      lengths = new int[count * Layout.STREAM_COUNT];
      rows = new long[count];
      bytes = new int[count + 1];
      tables = new AtomicReferenceArray<>(count);
    }

    private void add(int stripe, int blocks, long rowCount, long[] fixed, long[] ends, long limit) {
      long all = (long) firstBlocks[stripe] + blocks;
      check(all <= Integer.MAX_VALUE, "the number of blocks is wrong");
      firstBlocks[stripe + 1] = (int) all;
      rows[stripe] = rowCount;
      end += fixed[0];
      for (int i = 0; i < Layout.STREAM_COUNT; i++) {
        end += i == Layout.VALUE_DATA ? fixed[1] : 0;
        positions[stripe * Layout.STREAM_COUNT + i] = end;
        lengths[stripe * Layout.STREAM_COUNT + i] = (int) ends[i];
        end += ends[i];
      }
      end += fixed[2];
      check(end <= limit, "the stripes are longer than the file");
    }

    int count() {
      return rows.length;
    }

    int firstBlock(int stripe) {
      return firstBlocks[stripe];
    }

    /** The stripe of a block. */
    int of(int block) {
      int stripe = Arrays.binarySearch(firstBlocks, block);
      return stripe < 0 ? -stripe - 2 : stripe;
    }

    long streamPosition(int stripe, int stream) {
      return positions[stripe * Layout.STREAM_COUNT + stream];
    }

    long end() {
      return end;
    }

    long rows() {
      return Arrays.stream(rows).sum();
    }

    /** The numbers of the blocks of a stripe. Two threads may make them at once, to no harm. */
    int[] table(int stripe) {
      int[] table = tables.get(stripe);
      if (table == null) {
        table = decode(stripe);
        tables.set(stripe, table);
      }
      return table;
    }

    private int[] decode(int stripe) {
      ProtoInput in = new ProtoInput(array, blocksAt + bytes[stripe], blocksAt + bytes[stripe + 1]);
      int count = firstBlocks[stripe + 1] - firstBlocks[stripe];
      int[] table = blocks(in, count, new int[STRIDE]);
      check(in.remaining() == 0, "a stripe has more than its blocks");
      check(DirectoryDecoder.rows(table) == rows[stripe], "a stripe has other rows");
      int last = (count - 1) * STRIDE + BlockDirectory.PARTS;
      for (int i = 0; i < Layout.STREAM_COUNT; i++) {
        check(
            table[last + i] == lengths[stripe * Layout.STREAM_COUNT + i],
            "a stream of a stripe has another length");
      }
      return table;
    }
  }
}
