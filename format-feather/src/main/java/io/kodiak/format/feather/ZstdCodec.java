package io.kodiak.format.feather;

import static io.kodiak.format.feather.MalformedException.require;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.io.IOException;

/**
 * Zstandard frames, through contexts that are kept: making one costs more than compressing a
 * buffer.
 *
 * @param level from {@value #MIN_LEVEL} to {@value #MAX_LEVEL}; higher is smaller and slower to
 *     write
 */
record ZstdCodec(int level) implements Codec {
  static final byte NUMBER = 1;
  static final int MIN_LEVEL = 1;
  static final int MAX_LEVEL = 19;
  static final int DEFAULT_LEVEL = 1;

  @Override
  public String words() {
    return "zstd-" + level;
  }

  @Override
  public byte number() {
    return NUMBER;
  }

  @Override
  public Compressor compressor() throws IOException {
    try {
      return new FrameCompressor(new ZstdCompressCtx().setLevel(level));
    } catch (LinkageError e) {
      throw unavailable(e);
    }
  }

  @Override
  public Decompressor decompressor() throws IOException {
    try {
      return new FrameDecompressor(new ZstdDecompressCtx());
    } catch (LinkageError e) {
      throw unavailable(e);
    }
  }

  private static IOException unavailable(LinkageError cause) {
    return new IOException(
        "the native library of zstd cannot be loaded ("
            + cause
            + "): let the folder of the system property java.io.tmpdir hold programs, or choose"
            + " another compression for new files, such as lz4",
        cause);
  }

  private record FrameCompressor(ZstdCompressCtx context) implements Compressor {
    @Override
    public int bound(int length) {
      return Math.toIntExact(Zstd.compressBound(length));
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target, int to) {
      return context.compressByteArray(target, to, target.length - to, source, offset, length);
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private record FrameDecompressor(ZstdDecompressCtx context) implements Decompressor {
    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int size) {
      int made = context.decompressByteArray(target, 0, size, source, offset, length);
      require(made == size, "a buffer decompresses to too few bytes");
    }

    @Override
    public void close() {
      context.close();
    }
  }
}
