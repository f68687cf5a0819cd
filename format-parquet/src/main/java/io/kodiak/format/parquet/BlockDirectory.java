package io.kodiak.format.parquet;

import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.util.Arrays;
import java.util.List;

/**
 * Where the blocks of a file lie: for every block its rows and the bytes of its pages. Immutable.
 *
 * <p>The file has no gaps between the magic number and the indexes: row groups follow each other,
 * and in them the columns, and in those the pages. So sizes alone say where everything is. Encoded,
 * all numbers are of seven bits a byte:
 *
 * <pre>
 * version, compression, row groups
 * for each row group: blocks, bytes of the column op
 *   for each block: rows, bytes of the page of key, of seq, of value
 * </pre>
 *
 * <p>Pages of {@code op} are not listed, because no block needs them: see {@link Levels}. In memory
 * a block takes four numbers of 32 bits.
 */
final class BlockDirectory {
  private static final int VERSION = 1;

  /**
   * The numbers of a block in {@link #table}: rows, and where its pages end within their column.
   */
  private static final int ROWS = 0;

  private static final int KEY_END = 1;
  private static final int SEQ_END = 2;
  private static final int VALUE_END = 3;
  private static final int STRIDE = 4;

  /** The fewest bytes that a block or a row group takes when it is encoded. */
  private static final int MIN_BLOCK_BYTES = 4;

  private final Codec codec;
  private final int[] table;

  /** For each row group the number of its first block, and at the end the number of blocks. */
  private final int[] firstBlocks;

  /** For each row group where the columns key, seq and value begin. */
  private final long[] columnPositions;

  private BlockDirectory(Codec codec, int[] table, int[] firstBlocks, long[] columnPositions) {
    this.codec = codec;
    this.table = table;
    this.firstBlocks = firstBlocks;
    this.columnPositions = columnPositions;
  }

  /** Encodes the directory of a file with the given row groups. */
  static Slice encode(Codec codec, List<RowGroup> groups) {
    Encoder encoder = new Encoder(codec, groups.size());
    for (RowGroup group : groups) {
      encoder.group(group.blocks(), group.storedBytes(Layout.OP));
      for (int block = 0; block < group.blocks(); block++) {
        encoder.block(
            group.rows(block),
            group.pageBytes(Layout.KEY, block),
            group.pageBytes(Layout.SEQ, block),
            group.pageBytes(Layout.VALUE, block));
      }
    }
    return encoder.encoded();
  }

  /**
   * Decodes a directory.
   *
   * @param limit the length of the file: no block ends behind it
   * @throws MalformedException when it cannot be the directory of such a file
   */
  static BlockDirectory decode(Slice encoded, long limit) {
    return new Decoder(encoded, limit).decode();
  }

  int blockCount() {
    return table.length / STRIDE;
  }

  /** How key and value are compressed. */
  Codec codec() {
    return codec;
  }

  /** Points {@code place} at the pages of a block. */
  void locate(int block, BlockPlace place) {
    int group = Arrays.binarySearch(firstBlocks, block);
    if (group < 0) {
      group = -group - 2;
    }
    int first = firstBlocks[group];
    int at = block * STRIDE;
    boolean isFirst = block == first;
    int keyStart = isFirst ? 0 : table[at - STRIDE + KEY_END];
    int seqStart = isFirst ? 0 : table[at - STRIDE + SEQ_END];
    int valueStart = isFirst ? 0 : table[at - STRIDE + VALUE_END];
    place.rows = table[at + ROWS];
    place.keyPosition = columnPositions[3 * group] + keyStart;
    place.keyBytes = table[at + KEY_END] - keyStart;
    place.seqPosition = columnPositions[3 * group + 1] + seqStart;
    place.seqBytes = table[at + SEQ_END] - seqStart;
    place.valuePosition = columnPositions[3 * group + 2] + valueStart;
    place.valueBytes = table[at + VALUE_END] - valueStart;
    place.alone = isFirst && firstBlocks[group + 1] == block + 1;
  }

  /** Writes a directory, row group by row group. */
  static final class Encoder {
    private final CompactOutput out = new CompactOutput(1 << 10);

    Encoder(Codec codec, int groups) {
      out.varint(VERSION);
      out.varint(codec.number());
      out.varint(groups);
    }

    /** Begins a row group; as many blocks follow. */
    void group(int blocks, long opBytes) {
      out.varint(blocks);
      out.varint(opBytes);
    }

    void block(int rows, int keyBytes, int seqBytes, int valueBytes) {
      out.varint(rows);
      out.varint(keyBytes);
      out.varint(seqBytes);
      out.varint(valueBytes);
    }

    Slice encoded() {
      return Slice.copyOf(out.array(), 0, out.size());
    }
  }

  /** Reads an encoded directory, with every number bounded before anything is allocated by it. */
  private static final class Decoder {
    private final CompactInput in = new CompactInput();
    private final long limit;
    private int[] table;
    private int blocks;
    private long position = Layout.MAGIC_BYTES;

    Decoder(Slice encoded, long limit) {
      in.over(encoded.array(), encoded.offset(), encoded.offset() + encoded.length());
      this.limit = limit;
      table = new int[encoded.length() / MIN_BLOCK_BYTES * STRIDE];
    }

    BlockDirectory decode() {
      long version = in.varint();
      require(version == VERSION, "its version is " + version + " instead of " + VERSION);
      Codec codec = Codec.numbered(in.count());
      int groups = in.count();
      require(groups > 0 && groups <= in.remaining() / 2, "the number of row groups is wrong");
      int[] firstBlocks = new int[groups + 1];
      long[] columnPositions = new long[3 * groups];
      for (int group = 0; group < groups; group++) {
        firstBlocks[group] = blocks;
        group(columnPositions, 3 * group);
      }
      require(in.remaining() == 0, "it is longer than its contents");
      firstBlocks[groups] = blocks;
      return new BlockDirectory(
          codec, Arrays.copyOf(table, blocks * STRIDE), firstBlocks, columnPositions);
    }

    private void group(long[] columnPositions, int at) {
      int count = in.count();
      long opBytes = in.varint();
      require(
          count > 0 && count <= in.remaining() / MIN_BLOCK_BYTES, "the number of blocks is wrong");
      require(opBytes > 0 && opBytes <= limit, "the column op is longer than the file");
      int key = 0;
      int seq = 0;
      int value = 0;
      for (int end = blocks + count; blocks < end; blocks++) {
        int rows = in.count();
        require(rows > 0 && rows <= Limits.MAX_BLOCK_ENTRIES, "the number of rows is wrong");
        int entry = blocks * STRIDE;
        table[entry + ROWS] = rows;
        table[entry + KEY_END] = key = add(key, page());
        table[entry + SEQ_END] = seq = add(seq, page());
        table[entry + VALUE_END] = value = add(value, page());
      }
      columnPositions[at] = position;
      columnPositions[at + 1] = position + key;
      columnPositions[at + 2] = position + key + seq + opBytes;
      position += (long) key + seq + opBytes + value;
      require(position <= limit, "the blocks are longer than the file");
    }

    private int page() {
      int bytes = in.count();
      require(
          bytes > 0 && bytes <= Layout.MAX_PAGE_BYTES + PageHeader.MAX_BYTES,
          "the size of a page is out of bounds");
      return bytes;
    }

    private static int add(int sum, int more) {
      int result = sum + more;
      require(result > 0, "a column is too long");
      return result;
    }

    private static void require(boolean holds, String problem) {
      if (!holds) {
        throw new MalformedException("the block directory cannot be right: " + problem);
      }
    }
  }
}
