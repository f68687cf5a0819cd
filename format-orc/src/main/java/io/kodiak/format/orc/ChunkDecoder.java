package io.kodiak.format.orc;

import static io.kodiak.format.orc.MalformedException.require;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Joins and decompresses the chunks that {@link ChunkEncoder} made. For one thread at a time. */
final class ChunkDecoder implements AutoCloseable {
  private final Codec.@Nullable Decompressor[] decompressors =
      new Codec.@Nullable Decompressor[Codec.MAX_NUMBER + 1];

  /**
   * Makes sure, before anything is allocated for them, that chunks, all of them full but the last,
   * may have so many bytes.
   *
   * @throws MalformedException when they are not as many as that takes
   */
  static void check(byte[] source, int from, int to, int size) {
    require(
        count(source, from, to) == (size + Layout.CHUNK_BYTES - 1) / Layout.CHUNK_BYTES,
        "there are not as many chunks as there should");
  }

  /**
   * Decodes chunks that passed {@link #check} to the begin of an array.
   *
   * @param size the bytes that they have in all
   * @throws MalformedException when they have not so many
   */
  void decode(Codec codec, byte[] source, int from, int to, byte[] target, int size)
      throws IOException {
    int at = from;
    for (int done = 0; done < size; ) {
      int expected = Math.min(size - done, Layout.CHUNK_BYTES);
      int length = decode(codec, source, at, to, target, done, expected);
      require(length == expected, "a chunk has too few bytes");
      done += length;
      at += Layout.CHUNK_HEADER_BYTES + (header(source, at, to) >>> 1);
    }
  }

  /**
   * Decodes the chunk at {@code from} to {@code target}, from {@code at} on; returns the number of
   * bytes, which are at most {@code most}.
   */
  int decode(Codec codec, byte[] source, int from, int to, byte[] target, int at, int most)
      throws IOException {
    int header = header(source, from, to);
    int length = header >>> 1;
    int begin = from + Layout.CHUNK_HEADER_BYTES;
    if ((header & 1) == 0) {
      return decompressor(codec).decompress(source, begin, length, target, at, most);
    }
    require(length <= most, "a chunk has too many bytes");
    System.arraycopy(source, begin, target, at, length);
    return length;
  }

  /** Decodes any chunks; returns their bytes, which are at most {@code most}. */
  byte[] decodeAll(Codec codec, byte[] source, int from, int to, int most) throws IOException {
    byte[] target = new byte[Math.min(most, Layout.CHUNK_BYTES)];
    int size = 0;
    for (int at = from; at < to; ) {
      int room = Math.min(most - size, Layout.CHUNK_BYTES);
      if (target.length - size < room) {
        target = Arrays.copyOf(target, Math.min(most, size + Math.max(size, room)));
      }
      size += decode(codec, source, at, to, target, size, room);
      at += Layout.CHUNK_HEADER_BYTES + (header(source, at, to) >>> 1);
    }
    return Arrays.copyOf(target, size);
  }

  /** Moves chunks that are stored as they are together; returns where their bytes end. */
  static int joinOriginals(byte[] source, int from, int to) {
    int end = from;
    for (int at = from; at < to; ) {
      int header = header(source, at, to);
      require((header & 1) == 1, "numbers are compressed");
      int begin = at + Layout.CHUNK_HEADER_BYTES;
      at = begin + (header >>> 1);
      System.arraycopy(source, begin, source, end, at - begin);
      end += at - begin;
    }
    return end;
  }

  private static int count(byte[] source, int from, int to) {
    int count = 0;
    for (int at = from; at < to; count++) {
      at += Layout.CHUNK_HEADER_BYTES + (header(source, at, to) >>> 1);
    }
    return count;
  }

  /** The header of a chunk: twice its length, and one more when it is stored as it is. */
  private static int header(byte[] source, int at, int to) {
    require(to - at >= Layout.CHUNK_HEADER_BYTES, "a chunk ends too early");
    int header = (source[at] & 0xff) | (source[at + 1] & 0xff) << 8 | (source[at + 2] & 0xff) << 16;
    require(header >>> 1 <= to - at - Layout.CHUNK_HEADER_BYTES, "a chunk ends too early");
    return header;
  }

  private Codec.Decompressor decompressor(Codec codec) throws IOException {
    Codec.Decompressor decompressor = decompressors[codec.number()];
    if (decompressor == null) {
      decompressor = codec.decompressor();
      decompressors[codec.number()] = decompressor;
    }
    return decompressor;
  }

  @Override
  public void close() {
    for (Codec.Decompressor decompressor : decompressors) {
      if (decompressor != null) {
        decompressor.close();
      }
    }
  }
}
