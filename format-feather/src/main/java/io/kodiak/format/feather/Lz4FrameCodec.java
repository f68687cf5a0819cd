package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHashFactory;

/**
 * LZ4 frames of independent blocks without checksums and sizes, around native LZ4 where the
 * platform has it, else LZ4 in Java. (The frames of Arrow's own library take a hundred times as
 * long.)
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md">LZ4 Frame Format</a>
 */
record Lz4FrameCodec() implements Codec {
  static final byte NUMBER = 0;

  private static final int MAGIC = 0x184D2204;

  /** Version 1, blocks do not depend on each other, neither checksums nor sizes. */
  private static final byte FLAGS = 0x60;

  /** The header of a frame: magic number, flags, block size, checksum of the latter two. */
  private static final int HEADER = Integer.BYTES + 3;

  /** The codes of the sizes that blocks may have at most: 64 KiB, 256 KiB, 1 MiB, 4 MiB. */
  private static final int SMALLEST_CODE = 4;

  private static final int LARGEST_CODE = 7;

  /** Marks a block that is not compressed. */
  private static final int STORED = 1 << 31;

  private static final byte[][] HEADERS = headers();

  private static byte[][] headers() {
    byte[][] headers = new byte[LARGEST_CODE + 1][];
    for (int code = SMALLEST_CODE; code <= LARGEST_CODE; code++) {
      byte[] header = new byte[HEADER];
      Layout.INT.set(header, 0, MAGIC);
      header[4] = FLAGS;
      header[5] = (byte) (code << 4);
      // In Java, as this loads no native library for two bytes.
      int hash = XXHashFactory.safeInstance().hash32().hash(header, 4, 2, 0);
      header[6] = (byte) (hash >>> 8);
      headers[code] = header;
    }
    return headers;
  }

  private static int blockBytes(int code) {
    return 1 << (8 + 2 * code);
  }

  private static int code(int length) {
    int code = SMALLEST_CODE;
    while (code < LARGEST_CODE && blockBytes(code) < length) {
      code++;
    }
    return code;
  }

  @Override
  public String words() {
    return "lz4";
  }

  @Override
  public byte number() {
    return NUMBER;
  }

  @Override
  public Compressor compressor() {
    return new FrameCompressor(LZ4Factory.fastestInstance().fastCompressor());
  }

  @Override
  public Decompressor decompressor() {
    return new FrameDecompressor(LZ4Factory.fastestInstance().safeDecompressor());
  }

  private record FrameCompressor(LZ4Compressor lz4) implements Compressor {
    @Override
    public int bound(int length) {
      int blocks = length / blockBytes(code(length)) + 1;
      return HEADER + Integer.BYTES + blocks * (Integer.BYTES + 16) + length + length / 255;
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int to) {
      int code = code(length);
      System.arraycopy(HEADERS[code], 0, target, to, HEADER);
      int at = to + HEADER;
      int end = offset + length;
      for (int from = offset; from < end; from += blockBytes(code)) {
        int bytes = Math.min(blockBytes(code), end - from);
        int room = target.length - at - Integer.BYTES;
        int size = lz4.compress(source, from, bytes, target, at + Integer.BYTES, room);
        if (size >= bytes) {
          System.arraycopy(source, from, target, at + Integer.BYTES, bytes);
          size = bytes | STORED;
        }
        Layout.INT.set(target, at, size);
        at += Integer.BYTES + (size & ~STORED);
      }
      Layout.INT.set(target, at, 0);
      return at + Integer.BYTES - to;
    }

    @Override
    public void close() {}
  }

  private record FrameDecompressor(LZ4SafeDecompressor lz4) implements Decompressor {
    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int size) {
      int end = offset + length;
      require(length >= HEADER + Integer.BYTES, "a frame of LZ4 is too short");
      byte[] header = HEADERS[code(size)];
      require(
          Arrays.equals(source, offset, offset + HEADER, header, 0, HEADER),
          "a frame of LZ4 begins in another way");
      int at = offset + HEADER;
      int made = 0;
      while (made < size) {
        require(end - at > 2 * Integer.BYTES, "a frame of LZ4 ends too early");
        int block = (int) Layout.INT.get(source, at);
        int bytes = block & ~STORED;
        at += Integer.BYTES;
        require(bytes <= end - at - Integer.BYTES, "a block of LZ4 ends behind its frame");
        made += block(block < 0, source, at, bytes, target, made, size);
        at += bytes;
      }
      require(
          end - at == Integer.BYTES && (int) Layout.INT.get(source, at) == 0,
          "a frame of LZ4 has no end");
    }

    private int block(
        boolean stored, byte[] source, int at, int bytes, byte[] target, int to, int size) {
      if (stored) {
        require(bytes > 0 && bytes <= size - to, "a block of LZ4 is longer than its buffer");
        System.arraycopy(source, at, target, to, bytes);
        return bytes;
      }
      int made = lz4.decompress(source, at, bytes, target, to, size - to);
      require(made > 0, "a block of LZ4 is empty");
      return made;
    }

    @Override
    public void close() {}
  }
}
