package io.kodiak.columnar;

import com.github.luben.zstd.Zstd;
import java.io.IOException;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses the pages of Parquet files without Hadoop's codecs. */
final class ParquetCompressors implements CompressionCodecFactory {
  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    return new Compressor(name);
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    throw new UnsupportedOperationException("nothing is read here");
  }

  @Override
  public void release() {}

  private record Compressor(CompressionCodecName name) implements BytesInputCompressor {
    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      return switch (name) {
        case UNCOMPRESSED -> bytes;
        case SNAPPY -> BytesInput.from(Snappy.compress(ParquetDecompressors.array(bytes)));
        case LZ4_RAW ->
            BytesInput.from(
                LZ4Factory.fastestInstance()
                    .fastCompressor()
                    .compress(ParquetDecompressors.array(bytes)));
        case ZSTD -> BytesInput.from(Zstd.compress(ParquetDecompressors.array(bytes)));
        default -> throw new UnsupportedOperationException(name.name());
      };
    }

    @Override
    public CompressionCodecName getCodecName() {
      return name;
    }

    @Override
    public void release() {}
  }
}
