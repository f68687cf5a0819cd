package io.kodiak.format.parquet;

import java.io.IOException;
import java.util.List;

/**
 * A compression of pages. The native libraries are loaded when the first page is compressed or
 * decompressed, so a file without compression needs none of them.
 */
sealed interface Codec permits NoCodec, SnappyCodec, ZstdCodec, Lz4Codec {
  /** The names of all codecs, as settings call them. */
  List<String> NAMES = List.of("none", "lz4", "zstd", "snappy");

  /** The largest number of a codec. */
  int MAX_NUMBER = 7;

  /** The number of the codec in Parquet's Thrift definition. */
  int number();

  /** What it is called beside a file: as settings do, with the level where it has one. */
  String words();

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

  /** What to say when there is no way to compress and decompress. */
  static IOException unavailable(String name, Throwable cause) {
    return new IOException(
        "the native library of "
            + name
            + " cannot be loaded ("
            + cause
            + "): let the folder of the system property java.io.tmpdir hold programs, or choose"
            + " another compression for new files, such as lz4",
        cause);
  }

  /** The codec with the given name of {@link #NAMES}. */
  static Codec named(String name, int zstdLevel) {
    return switch (name) {
      case "none" -> new NoCodec();
      case "lz4" -> new Lz4Codec();
      case "zstd" -> new ZstdCodec(zstdLevel);
      case "snappy" -> new SnappyCodec();
      default -> throw new IllegalArgumentException("no compression is named " + name);
    };
  }

  /** The codec with the given number, to decompress with. */
  static Codec numbered(int number) {
    return switch (number) {
      case NoCodec.NUMBER -> new NoCodec();
      case Lz4Codec.NUMBER -> new Lz4Codec();
      case ZstdCodec.NUMBER -> new ZstdCodec(ZstdCodec.DEFAULT_LEVEL);
      case SnappyCodec.NUMBER -> new SnappyCodec();
      default -> throw new MalformedException("no known compression has the number " + number);
    };
  }

  /** Compresses pages; may hold native memory until it is closed. */
  interface Compressor extends AutoCloseable {
    /** The most bytes that {@code length} bytes take. */
    int bound(int length);

    /** Compresses to the begin of {@code target} and returns the number of bytes. */
    int compress(byte[] source, int offset, int length, byte[] target);

    @Override
    void close();
  }

  /** Decompresses pages; may hold native memory until it is closed. */
  interface Decompressor extends AutoCloseable {
    /**
     * Decompresses a page to the first {@code size} bytes of {@code target}, exactly.
     *
     * @throws RuntimeException when the bytes are not such a page
     */
    void decompress(byte[] source, int offset, int length, byte[] target, int size);

    @Override
    void close();
  }
}
