package io.kodiak.columnar;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.lz4.LZ4FrameOutputStream.BLOCKSIZE;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.compression.AbstractCompressionCodec;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;

/**
 * Arrow's compression by the codecs that Kodiak has anyway: many times faster than the library's
 * LZ4. A buffer is believed only as far as its codec can compress at all.
 */
final class ArrowCodecs implements CompressionCodec.Factory {
  private static final long LENGTH_BYTES = CompressionUtil.SIZE_OF_UNCOMPRESSED_LENGTH;
  private static final long MOST_OF_LZ4 = 255;

  @Override
  public CompressionCodec createCodec(CodecType type) {
    return switch (type) {
      case NO_COMPRESSION -> NoCompressionCodec.INSTANCE;
      case LZ4_FRAME -> new Lz4();
      case ZSTD -> new Zstandard();
    };
  }

  @Override
  public CompressionCodec createCodec(CodecType type, int level) {
    return createCodec(type);
  }

  private static byte[] bytes(ArrowBuf buffer, long offset) {
    byte[] bytes = new byte[Math.toIntExact(buffer.writerIndex() - offset)];
    buffer.getBytes(offset, bytes);
    return bytes;
  }

  private static ArrowBuf buffer(BufferAllocator allocator, byte[] bytes, long offset) {
    ArrowBuf buffer = allocator.buffer(offset + bytes.length);
    buffer.setBytes(offset, bytes);
    buffer.writerIndex(offset + bytes.length);
    return buffer;
  }

  /** The length that a compressed buffer begins with, checked. */
  private static int plainLength(ArrowBuf packed, long most) {
    long length = packed.getLong(0);
    long bytes = packed.writerIndex() - LENGTH_BYTES;
    if (length < 0 || length > Integer.MAX_VALUE || length / most > bytes) {
      throw new IllegalArgumentException(
          "a compressed buffer of " + bytes + " bytes claims to hold " + length + " bytes");
    }
    if (length > Guard.limit()) {
      throw new IllegalArgumentException(
          "a buffer of " + length + " bytes takes more than a quarter of the heap");
    }
    return (int) length;
  }

  private static final class Lz4 extends AbstractCompressionCodec {
    @Override
    protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf plain) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (LZ4FrameOutputStream out = new LZ4FrameOutputStream(packed, BLOCKSIZE.SIZE_256KB)) {
        out.write(bytes(plain, 0));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return buffer(allocator, packed.toByteArray(), LENGTH_BYTES);
    }

    @Override
    protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf packed) {
      int length = plainLength(packed, MOST_OF_LZ4);
      byte[] plain = new byte[length];
      try (LZ4FrameInputStream in =
          new LZ4FrameInputStream(new ByteArrayInputStream(bytes(packed, LENGTH_BYTES)))) {
        if (in.readNBytes(plain, 0, length) != length) {
          throw new IOException("a compressed buffer ends early");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return buffer(allocator, plain, 0);
    }

    @Override
    public CodecType getCodecType() {
      return CodecType.LZ4_FRAME;
    }
  }

  private static final class Zstandard extends AbstractCompressionCodec {
    @Override
    protected ArrowBuf doCompress(BufferAllocator allocator, ArrowBuf plain) {
      return buffer(allocator, Zstd.compress(bytes(plain, 0)), LENGTH_BYTES);
    }

    @Override
    protected ArrowBuf doDecompress(BufferAllocator allocator, ArrowBuf packed) {
      int length = plainLength(packed, Integer.MAX_VALUE);
      byte[] frame = bytes(packed, LENGTH_BYTES);
      long content = Zstd.getFrameContentSize(frame);
      if (content > 0 && content != length) {
        throw new IllegalArgumentException(
            "a compressed buffer holds " + content + " bytes, not " + length + " as it says");
      }
      byte[] plain = Zstd.decompress(frame, length);
      if (plain.length != length) {
        throw new IllegalArgumentException("a compressed buffer ends early");
      }
      return buffer(allocator, plain, 0);
    }

    @Override
    public CodecType getCodecType() {
      return CodecType.ZSTD;
    }
  }
}
