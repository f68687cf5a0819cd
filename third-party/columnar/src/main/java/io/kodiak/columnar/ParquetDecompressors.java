package io.kodiak.columnar;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/**
 * Decompresses the pages of Parquet files without Hadoop's codecs. A page is believed only as far
 * as its codec can compress at all, and the heap can hold.
 */
final class ParquetDecompressors implements CompressionCodecFactory {
  /** No codec of the LZ4 and Snappy family turns a byte into more. */
  private static final int MOST_OF_LZ4 = 255;

  private static final int MOST_OF_SNAPPY = 64;
  private static final int MOST_OF_DEFLATE = 1_032;
  private static final int SMALL = 1 << 16;

  private final Guard guard;

  ParquetDecompressors(Guard guard) {
    this.guard = guard;
  }

  /** One codec, over arrays. */
  @FunctionalInterface
  private interface Codec {
    void decompress(byte[] packed, byte[] plain) throws IOException;
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return switch (name) {
      case UNCOMPRESSED -> new Decompressor(1, null);
      case SNAPPY -> new Decompressor(MOST_OF_SNAPPY, ParquetDecompressors::snappy);
      case GZIP -> new Decompressor(MOST_OF_DEFLATE, ParquetDecompressors::gzip);
      case LZ4_RAW -> new Decompressor(MOST_OF_LZ4, ParquetDecompressors::lz4);
      case LZ4 -> new Decompressor(MOST_OF_LZ4, ParquetDecompressors::framedLz4);
      case ZSTD -> new Decompressor(Integer.MAX_VALUE, ParquetDecompressors::zstd);
      default ->
          throw new UnsupportedOperationException(
              "the compression " + name + " cannot be read here; write the file anew with zstd");
    };
  }

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("nothing is written here");
  }

  @Override
  public void release() {}

  static byte[] array(BytesInput bytes) throws IOException {
    return bytes.toInputStream().readNBytes(Math.toIntExact(bytes.size()));
  }

  private static void snappy(byte[] packed, byte[] plain) throws IOException {
    if (Snappy.uncompressedLength(packed) != plain.length) {
      throw new IOException("a page holds another number of bytes than its header says");
    }
    Snappy.uncompress(packed, 0, packed.length, plain, 0);
  }

  private static void gzip(byte[] packed, byte[] plain) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
      requireFull(in.readNBytes(plain, 0, plain.length), plain);
    }
  }

  private static void lz4(byte[] packed, byte[] plain) throws IOException {
    requireFull(
        LZ4Factory.fastestInstance()
            .safeDecompressor()
            .decompress(packed, 0, packed.length, plain, 0, plain.length),
        plain);
  }

  /**
   * The outdated codec LZ4: blocks as Hadoop frames them, each behind its length and that of what
   * it was; or, by some writers, a bare block.
   */
  private static void framedLz4(byte[] packed, byte[] plain) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(packed);
    int out = 0;
    while (out < plain.length) {
      if (in.remaining() < 2 * Integer.BYTES) {
        lz4(packed, plain);
        return;
      }
      int plainBytes = in.getInt();
      int packedBytes = in.getInt();
      boolean framed =
          plainBytes > 0
              && packedBytes > 0
              && plainBytes <= plain.length - out
              && packedBytes <= in.remaining();
      if (!framed) {
        lz4(packed, plain);
        return;
      }
      LZ4Factory.fastestInstance()
          .safeDecompressor()
          .decompress(packed, in.position(), packedBytes, plain, out, plainBytes);
      in.position(in.position() + packedBytes);
      out += plainBytes;
    }
  }

  private static void zstd(byte[] packed, byte[] plain) throws IOException {
    long count = Zstd.decompress(plain, packed);
    if (Zstd.isError(count)) {
      throw new IOException("a page cannot be decompressed: " + Zstd.getErrorName(count));
    }
    requireFull(count, plain);
  }

  private static void requireFull(long count, byte[] plain) throws IOException {
    if (count != plain.length) {
      throw new IOException(
          "a page holds " + count + " bytes, not " + plain.length + " as its header says");
    }
  }

  private final class Decompressor implements BytesInputDecompressor {
    private final long most;
    private final @Nullable Codec codec;

    Decompressor(long most, @Nullable Codec codec) {
      this.most = most;
      this.codec = codec;
    }

    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      if (codec == null || size == 0) {
        return bytes;
      }
      if (size < 0 || (size > SMALL && size > most * bytes.size())) {
        throw new IOException(
            "a page of " + bytes.size() + " bytes claims to hold " + size + " bytes");
      }
      guard.requireMemory("a page", size);
      byte[] packed = array(bytes);
      if (most == Integer.MAX_VALUE && Zstd.getFrameContentSize(packed) > size) {
        throw new IOException("a page holds more bytes than its header says");
      }
      byte[] plain = new byte[size];
      codec.decompress(packed, plain);
      return BytesInput.from(plain);
    }

    @Override
    public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int outputSize)
        throws IOException {
      byte[] packed = new byte[inputSize];
      input.get(packed);
      output.put(array(decompress(BytesInput.from(packed), outputSize)));
    }

    @Override
    public void release() {}
  }
}
