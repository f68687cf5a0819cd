package io.kodiak.format.feather;

import java.io.IOException;
import java.util.List;

/**
 * A compression of buffers. The native libraries are loaded when the first buffer is compressed or
 * decompressed, so a file without compression needs none of them.
 */
sealed interface Codec permits NoCodec, Lz4FrameCodec, ZstdCodec {
  /** The names of all codecs, as settings call them. */
  List<String> NAMES = List.of("none", "lz4", "zstd");

  /** The number of the codec in Arrow's definition of {@code CompressionType}; -1: none. */
  byte number();

  /** What it is called beside a file: as settings do, with the level where it has one. */
  String words();

  /** Whether buffers are compressed at all. */
  default boolean compresses() {
    return number() >= 0;
  }

  /**
   * A compressor for one thread.
   *
   * @throws IOException when the native library cannot be loaded
   */
  Compressor compressor() throws IOException;

  /**
   * A decompressor for one thread.
   *
   * @throws IOException when the native library cannot be loaded
   */
  Decompressor decompressor() throws IOException;

  /** The codec with the given name of {@link #NAMES}. */
  static Codec named(String name, int zstdLevel) {
    return switch (name) {
      case "none" -> new NoCodec();
      case "lz4" -> new Lz4FrameCodec();
      case "zstd" -> new ZstdCodec(zstdLevel);
      default -> throw new IllegalArgumentException("no compression is named " + name);
    };
  }

  /** The codec with the given number, to decompress with. */
  static Codec numbered(int number) {
    return switch (number) {
      case NoCodec.NUMBER -> new NoCodec();
      case Lz4FrameCodec.NUMBER -> new Lz4FrameCodec();
      case ZstdCodec.NUMBER -> new ZstdCodec(ZstdCodec.DEFAULT_LEVEL);
      default -> throw new MalformedException("no known compression has the number " + number);
    };
  }

  /** Compresses buffers; may hold native memory until it is closed. */
  interface Compressor extends AutoCloseable {
    /** The most bytes that {@code length} bytes take. */
    int bound(int length);

    /** Compresses to {@code target} at {@code to} and returns the number of bytes. */
    int compress(byte[] source, int offset, int length, byte[] target, int to);

    @Override
    void close();
  }

  /** Decompresses buffers; may hold native memory until it is closed. */
  interface Decompressor extends AutoCloseable {
    /**
     * Decompresses a buffer to the first {@code size} bytes of {@code target}.
     *
     * @throws RuntimeException when the bytes are not such a buffer
     */
    void decompress(byte[] source, int offset, int length, byte[] target, int size);

    @Override
    void close();
  }
}
