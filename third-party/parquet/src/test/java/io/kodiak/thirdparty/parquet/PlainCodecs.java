package io.kodiak.thirdparty.parquet;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/**
 * Codecs that call the compression libraries themselves, so that no class of Hadoop's is needed.
 */
final class PlainCodecs implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return new Compressor(name);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return new Decompressor(name);
  }

  @Override
  public void release() {}

  private static byte[] array(BytesInput bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    bytes.writeAllTo(out);
    return out.toByteArray();
  }

  private record Compressor(CompressionCodecName name) implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return switch (name) {
        case UNCOMPRESSED -> bytes;
        case SNAPPY -> BytesInput.from(Snappy.compress(array(bytes)));
        case ZSTD -> BytesInput.from(Zstd.compress(array(bytes)));
        default -> throw new IOException("no codec " + name);
      };
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {}
  }

  private record Decompressor(CompressionCodecName name) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int decompressedSize) throws IOException {
      return BytesInput.from(plain(array(bytes), decompressedSize));
    }

    @Override
    public void decompress(
        ByteBuffer input, int compressedSize, ByteBuffer output, int decompressedSize)
        throws IOException {
      byte[] compressed = new byte[compressedSize];
      input.get(compressed);
      output.put(plain(compressed, decompressedSize));
    }

    private byte[] plain(byte[] compressed, int decompressedSize) throws IOException {
      return switch (name) {
        case UNCOMPRESSED -> compressed;
        case SNAPPY -> Snappy.uncompress(compressed);
        case ZSTD -> Zstd.decompress(compressed, decompressedSize);
        default -> throw new IOException("no codec " + name);
      };
    }

    @Override
    public void release() {}
  }
}
