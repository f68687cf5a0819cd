package io.kodiak.format.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;

/**
 * Zstandard frames, through contexts that are kept: making one costs more than compressing a page.
 *
 * @param level from {@value #MIN_LEVEL} to {@value #MAX_LEVEL}; higher is smaller and slower to
 *     write
 */
record ZstdCodec(int level) implements Codec {
  static final int NUMBER = 6;
  static final int MIN_LEVEL = 1;
  static final int MAX_LEVEL = 19;
  static final int DEFAULT_LEVEL = 1;

  @Override
  public String words() {
    return "zstd-" + level;
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public Compressor compressor() throws IOException {
    try {
      return new FrameCompressor(new ZstdCompressCtx().setLevel(level));
    } catch (LinkageError e) {
      throw Codec.unavailable("zstd", e);
    }
  }

  @Override
  public Decompressor decompressor() throws IOException {
    try {
      return new FrameDecompressor(new ZstdDecompressCtx());
    } catch (LinkageError e) {
      throw Codec.unavailable("zstd", e);
    }
  }

  private record FrameCompressor(ZstdCompressCtx context) implements Compressor {
    @Override
    public int bound(int length) {
      return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
      return context.compressByteArray(target, 0, target.length, source, offset, length);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private record FrameDecompressor(ZstdDecompressCtx context) implements Decompressor {
    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int size) {
      if (context.decompressByteArray(target, 0, size, source, offset, length) != size) {
        throw new MalformedException("a page decompresses to too few bytes");
      }
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
