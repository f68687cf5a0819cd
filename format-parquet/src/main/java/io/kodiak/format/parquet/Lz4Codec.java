package io.kodiak.format.parquet;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * LZ4 blocks without a frame, which Parquet calls LZ4_RAW: native where the platform has the
 * library, else in Java.
 */
record Lz4Codec() implements Codec {
  static final int NUMBER = 7;

  @Override
  public String words() {
    return "lz4";
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public Compressor compressor() {
    return new BlockCompressor(LZ4Factory.fastestInstance().fastCompressor());
  }

  @Override
  public Decompressor decompressor() {
    return new BlockDecompressor(LZ4Factory.fastestInstance().safeDecompressor());
  }

  private record BlockCompressor(LZ4Compressor lz4) implements Compressor {
    @Override
    public int bound(int length) {
      return lz4.maxCompressedLength(length);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
      return lz4.compress(source, offset, length, target, 0, target.length);
    }

    @Override
    public void close() {}
  }

  private record BlockDecompressor(LZ4SafeDecompressor lz4) implements Decompressor {
    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int size) {
      if (lz4.decompress(source, offset, length, target, 0, size) != size) {
        throw new MalformedException("a page decompresses to too few bytes");
      }
    }

    @Override
    public void close() {}
  }
}
