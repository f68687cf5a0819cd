package io.kodiak.format.parquet;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** Snappy blocks. */
record SnappyCodec() implements Codec {
  static final int NUMBER = 1;

  @Override
  public String words() {
    return "snappy";
  }

  @Override
  public int number() {
    return NUMBER;
  }

  @Override
  public Compressor compressor() throws IOException {
    load();
    return new BlockCompressor();
  }

  @Override
  public Decompressor decompressor() throws IOException {
    load();
    return new BlockDecompressor();
  }

  private static void load() throws IOException {
    try {
      Snappy.maxCompressedLength(0);
    } catch (LinkageError | SnappyError e) {
      throw Codec.unavailable("snappy", e);
    }
  }

  private static final class BlockCompressor implements Compressor {
    @Override
    public int bound(int length) {
      return Snappy.maxCompressedLength(length);
    }

    @Override
    public int compress(byte[] source, int offset, int length, byte[] target) {
      try {
        return Snappy.compress(source, offset, length, target, 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }

  private static final class BlockDecompressor implements Decompressor {
    @Override
    public void decompress(byte[] source, int offset, int length, byte[] target, int size) {
      try {
        // The library writes as many bytes as the page claims, whatever the target holds.
        if (Snappy.uncompressedLength(source, offset, length) != size) {
          throw new MalformedException("a page does not decompress to the size of its header");
        }
        Snappy.uncompress(source, offset, length, target, 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }
}
