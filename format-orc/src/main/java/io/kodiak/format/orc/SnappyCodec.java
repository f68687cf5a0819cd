package io.kodiak.format.orc;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** Snappy blocks. */
record SnappyCodec() implements Codec {
  static final int NUMBER = 2;

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
    public int decompress(byte[] source, int offset, int length, byte[] target, int at, int most) {
      try {
        // The library writes as many bytes as the chunk claims, whatever the target holds.
        int claimed = Snappy.uncompressedLength(source, offset, length);
        if (claimed < 0 || claimed > most) {
          throw new MalformedException("a chunk claims too many bytes");
        }
        return Snappy.uncompress(source, offset, length, target, at);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {}
  }
}
