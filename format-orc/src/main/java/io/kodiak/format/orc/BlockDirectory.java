package io.kodiak.format.orc;

import io.kodiak.api.Slice;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Where the blocks of a file lie: for every block its rows, its tombstones and the bytes of its
 * part of each stream. Safe for use by several threads.
 *
 * <p>Stripes follow each other without a gap, and in them the streams, and in those the parts of
 * the blocks. So sizes alone say where everything is. Encoded, all numbers are of seven bits a
 * byte; those of a block are the differences to the block before in its stripe, folded so that
 * small ones of either sign take one byte:
 *
 * <pre>
 * version, compression, stripes
 * for each stripe: blocks, rows, bytes of its indexes, of the stream of present values, of its
 *     footer, of each stream of {@link Layout#STREAMS}, and the bytes that its blocks take below
 * for each stripe, for each of its blocks: rows, tombstones, bytes of its part of each stream
 * CRC32C of all that, in four bytes, the least significant first
 * </pre>
 *
 * <p>In version 1, which is still read, the blocks of a stripe stand behind its numbers, which lack
 * its rows and what its streams and blocks take; the differences go on from stripe to stripe.
 *
 * <p>The blocks of a stripe are decoded when the first of them is wanted. In memory a block then
 * takes 32 bytes.
 */
final class BlockDirectory {
  static final int VERSION = 2;
  static final int VERSION_1 = 1;

  /** The numbers of a block. */
  static final int ROWS = 0;

  static final int TOMBSTONES = 1;

  /** The bytes of its parts; in a decoded table where they end within their stream. */
  static final int PARTS = 2;

  static final int STRIDE = PARTS + Layout.STREAM_COUNT;

  static final int CRC_BYTES = Integer.BYTES;

  private final Codec codec;
  private final DirectoryDecoder.Stripes stripes;

  BlockDirectory(Codec codec, DirectoryDecoder.Stripes stripes) {
    this.codec = codec;
    this.stripes = stripes;
  }

  /** Encodes the directory of a file with the given stripes. */
  static Slice encode(Codec codec, List<Stripe> stripes) {
    ProtoOutput out = new ProtoOutput(1 << 10);
    out.varint(VERSION);
    out.varint(codec.number());
    out.varint(stripes.size());
    ProtoOutput blocks = new ProtoOutput(1 << 10);
    for (Stripe stripe : stripes) {
      int before = blocks.size();
      long[] sums = encode(stripe.blocks(), blocks);
      out.varint(stripe.blocks().count());
      out.varint(sums[ROWS]);
      out.varint(stripe.indexBytes());
      out.varint(stripe.presentBytes());
      out.varint(stripe.footerBytes());
      for (int i = 0; i < Layout.STREAM_COUNT; i++) {
        out.varint(sums[PARTS + i]);
      }
      out.varint(blocks.size() - before);
    }
    out.raw(blocks.array(), 0, blocks.size());
    int crc = crc(out.array(), 0, out.size());
    byte[] bytes = {(byte) crc, (byte) (crc >>> 8), (byte) (crc >>> 16), (byte) (crc >>> 24)};
    out.raw(bytes, 0, CRC_BYTES);
    return Slice.copyOf(out.array(), 0, out.size());
  }

  /** Encodes the blocks of a stripe; returns the sums of their numbers. */
  private static long[] encode(BlockSizes blocks, ProtoOutput out) {
    long[] sums = new long[STRIDE];
    int[] before = new int[STRIDE];
    for (int block = 0; block < blocks.count(); block++) {
      for (int i = 0; i < STRIDE; i++) {
        int number = blocks.number(block, i);
        out.varint(ProtoOutput.zigzag(number - before[i]));
        before[i] = number;
        sums[i] += number;
      }
    }
    return sums;
  }

  /**
   * Opens a directory.
   *
   * @param limit the length of the file: no stripe ends behind it
   * @throws MalformedException when it cannot be the directory of such a file
   */
  static BlockDirectory decode(Slice encoded, long limit) {
    return new DirectoryDecoder(encoded, limit).decode();
  }

  static int crc(byte[] array, int from, int to) {
    CRC32C crc = new CRC32C();
    crc.update(array, from, to - from);
    return (int) crc.getValue();
  }

  int blockCount() {
    return stripes.firstBlock(stripes.count());
  }

  /** How the file is compressed. */
  Codec codec() {
    return codec;
  }

  /** Where the last stripe ends. */
  long end() {
    return stripes.end();
  }

  /** The rows of all blocks. */
  long rows() {
    return stripes.rows();
  }

  /**
   * Points {@code place} at the parts of a block.
   *
   * @throws MalformedException when those of its stripe cannot be right
   */
  void locate(int block, BlockPlace place) {
    int stripe = stripes.of(block);
    int[] table = stripes.table(stripe);
    int first = stripes.firstBlock(stripe);
    int at = (block - first) * STRIDE;
    boolean isFirst = block == first;
    place.rows = table[at + ROWS];
    place.tombstones = table[at + TOMBSTONES];
    for (int i = 0; i < Layout.STREAM_COUNT; i++) {
      int begin = isFirst ? 0 : table[at - STRIDE + PARTS + i];
      place.positions[i] = stripes.streamPosition(stripe, i) + begin;
      place.bytes[i] = table[at + PARTS + i] - begin;
    }
  }
}
