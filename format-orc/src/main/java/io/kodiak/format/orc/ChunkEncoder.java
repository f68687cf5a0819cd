package io.kodiak.format.orc;

import io.kodiak.api.SlabBuffer;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Parts bytes into ORC's compression chunks, each with a header of its length, and compresses them
 * where that saves an eighth. For one thread.
 */
final class ChunkEncoder implements AutoCloseable {
  /** Fewer bytes than this are not worth a call of the compressor. */
  private static final int MIN_COMPRESSED_BYTES = 64;

  private final Codec.@Nullable Compressor compressor;
  private final byte[] header = new byte[Layout.CHUNK_HEADER_BYTES];
  private byte[] packed = new byte[0];

  ChunkEncoder(Codec codec) throws IOException {
    compressor = codec instanceof NoCodec ? null : codec.compressor();
  }

  /** Whether there are chunks at all: without compression, bytes are stored as they are. */
  boolean isChunked() {
    return compressor != null;
  }

  /**
   * Adds one chunk of at most {@link Layout#CHUNK_BYTES} to {@code target}.
   *
   * @param compressing whether to try to compress it
   */
  void add(byte[] source, int offset, int length, boolean compressing, SlabBuffer target) {
    int size = compressing && length >= MIN_COMPRESSED_BYTES ? pack(source, offset, length) : -1;
    boolean original = size < 0 || size > length - (length >>> 3);
    int stored = original ? length : size;
    int word = stored << 1 | (original ? 1 : 0);
    header[0] = (byte) word;
    header[1] = (byte) (word >>> 8);
    header[2] = (byte) (word >>> 16);
    target.append(header, 0, Layout.CHUNK_HEADER_BYTES);
    if (original) {
      target.append(source, offset, length);
    } else {
      target.append(packed, 0, size);
    }
  }

  private int pack(byte[] source, int offset, int length) {
    if (compressor == null) {
      return -1;
    }
    int bound = compressor.bound(length);
    if (packed.length < bound) {
      packed = new byte[bound + (bound >>> 3)];
    }
    return compressor.compress(source, offset, length, packed);
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.close();
    }
  }
}
