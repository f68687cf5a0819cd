package io.kodiak.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The bytes of a sidecar, version 1. All numbers are little-endian.
 *
 * <pre>
 * magic "KODIAKIX", version, file id, creation time, entries, tombstones, first and last sequence,
 * data bytes, data checksum, format version, block count, bloom probes, bloom blocks,
 * then the lengths of: format name, index keys, last key, directory
 * format name
 * index keys: one offset per block and the end, then the bytes
 * rows of each block; a bit per block that says whether it continues a key
 * last key
 * bloom filter, 64 bytes a block
 * CRC32C of every 4 KiB of the data file
 * directory
 * CRC32C of everything above
 * </pre>
 *
 * <p>The header alone tells how long the file must be; that is compared before anything is
 * allocated.
 */
final class SidecarCodec {
  static final int VERSION = 1;

  private static final long MAGIC =
      ByteBuffer.wrap("KODIAKIX".getBytes(UTF_8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  private static final int HEADER_BYTES = 8 + 4 + 7 * 8 + 5 * 4 + 4 * 4;
  private static final int MAX_PROBES = 14;
  private static final int MAX_NAME_BYTES = 255;

  private SidecarCodec() {}

  /** The sections of a sidecar and how long they are. */
  private record Layout(
      int blocks, int probes, int bloomBlocks, int name, int keys, int lastKey, int directory) {

    long bytes(long dataBytes) {
      return HEADER_BYTES
          + (long) name
          + 4L * (blocks + 1L)
          + keys
          + 4L * blocks
          + 8L * words(blocks)
          + lastKey
          + 8L * BloomFilter.BLOCK_LONGS * bloomBlocks
          + 4L * PageChecksums.pages(dataBytes)
          + directory
          + 4;
    }
  }

  private static int words(int blocks) {
    return (blocks + 63) >>> 6;
  }

  /**
   * Encodes a sidecar.
   *
   * @throws IllegalArgumentException when it would not fit into one array: 2 GiB
   */
  static byte[] encode(Sidecar sidecar) {
    byte[] name = sidecar.format().getBytes(UTF_8);
    KeyIndex keys = sidecar.index().keys();
    int keyBytes = keys.offsets()[keys.count()];
    Layout layout =
        new Layout(
            sidecar.index().blockCount(),
            sidecar.bloom().probes(),
            sidecar.bloom().blocks(),
            name.length,
            keyBytes,
            sidecar.lastKey().length(),
            sidecar.directory().length());
    long bytes = layout.bytes(sidecar.pages().fileBytes());
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a sidecar of " + bytes + " bytes is too large");
    }
    ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    encodeHeader(sidecar, layout, out);
    out.put(name);
    putInts(out, keys.offsets(), layout.blocks + 1);
    out.put(keys.bytes(), 0, keyBytes);
    putInts(out, sidecar.index().rows(), layout.blocks);
    putLongs(out, sidecar.index().continued(), 0, words(layout.blocks));
    put(out, sidecar.lastKey());
    int bloomLongs = BloomFilter.BLOCK_LONGS * layout.bloomBlocks;
    if (bloomLongs > 0) {
      putLongs(out, sidecar.bloom().words(), BloomFilter.PADDING, bloomLongs);
    }
    putInts(out, sidecar.pages().checksums(), sidecar.pages().checksums().length);
    put(out, sidecar.directory());
    out.putInt(checksum(out.array(), out.position()));
    return out.array();
  }

  private static void encodeHeader(Sidecar sidecar, Layout layout, ByteBuffer out) {
    out.putLong(MAGIC).putInt(VERSION);
    out.putLong(sidecar.fileId()).putLong(sidecar.createdMillis());
    out.putLong(sidecar.entries()).putLong(sidecar.tombstones());
    out.putLong(sidecar.firstSequence()).putLong(sidecar.lastSequence());
    out.putLong(sidecar.pages().fileBytes()).putInt(sidecar.dataChecksum());
    out.putInt(sidecar.formatVersion()).putInt(layout.blocks);
    out.putInt(layout.probes).putInt(layout.bloomBlocks);
    out.putInt(layout.name).putInt(layout.keys).putInt(layout.lastKey).putInt(layout.directory);
  }

  private static void put(ByteBuffer out, Slice slice) {
    out.put(slice.array(), slice.offset(), slice.length());
  }

  private static void putInts(ByteBuffer out, int[] numbers, int count) {
    out.asIntBuffer().put(numbers, 0, count);
    out.position(out.position() + 4 * count);
  }

  private static void putLongs(ByteBuffer out, long[] numbers, int from, int count) {
    out.asLongBuffer().put(numbers, from, count);
    out.position(out.position() + 8 * count);
  }

  private static int checksum(byte[] array, int length) {
    CRC32C crc = new CRC32C();
    crc.update(array, 0, length);
    return (int) crc.getValue();
  }

  /**
   * Decodes a sidecar.
   *
   * @param file its name, for errors
   * @throws CorruptionException when the bytes are not a sidecar that this version wrote
   */
  static Sidecar decode(String file, byte[] bytes) throws CorruptionException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.length > HEADER_BYTES, file, 0, "too short for the sidecar of a SSTable");
    require(in.getLong() == MAGIC, file, 0, "not the sidecar of a SSTable");
    int version = in.getInt();
    require(
        version == VERSION,
        file,
        8,
        "sidecar version " + version + "; this engine reads version " + VERSION);
    int end = bytes.length - 4;
    require(checksum(bytes, end) == in.getInt(end), file, end, "the checksum does not match");
    return new Decoder(file, in).decode();
  }

  private static void require(boolean holds, String file, long offset, String problem)
      throws CorruptionException {
    if (!holds) {
      throw new CorruptionException(file, offset, problem);
    }
  }

  /** Reads what is behind the version, with every length bounded by the size of the file. */
  private static final class Decoder {
    private final String file;
    private final ByteBuffer in;

    Decoder(String file, ByteBuffer in) {
      this.file = file;
      this.in = in;
    }

    Sidecar decode() throws CorruptionException {
      long fileId = in.getLong();
      long createdMillis = in.getLong();
      long entries = in.getLong();
      long tombstones = in.getLong();
      long firstSequence = in.getLong();
      long lastSequence = in.getLong();
      long dataBytes = in.getLong();
      int dataChecksum = in.getInt();
      int formatVersion = in.getInt();
      Layout layout = layout(dataBytes);
      check(tombstones >= 0 && tombstones <= entries, "more tombstones than entries");
      check(
          firstSequence >= 1
              && firstSequence <= lastSequence
              && lastSequence <= Limits.MAX_SEQUENCE,
          "sequences out of range");
      String format = new String(bytes(layout.name), UTF_8);
      BlockIndex index = index(layout, entries);
      Slice lastKey = Slice.of(bytes(layout.lastKey));
      check(lastKey.length() >= 1, "the last key has no bytes");
      BloomFilter bloom = bloom(layout);
      int[] pages = ints((int) PageChecksums.pages(dataBytes));
      return new Sidecar(
          fileId,
          format,
          formatVersion,
          createdMillis,
          entries,
          tombstones,
          firstSequence,
          lastSequence,
          lastKey,
          dataChecksum,
          new PageChecksums(dataBytes, pages),
          index,
          bloom,
          Slice.of(bytes(layout.directory)));
    }

    private Layout layout(long dataBytes) throws CorruptionException {
      Layout layout =
          new Layout(
              in.getInt(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              in.getInt(),
              in.getInt());
      check(layout.blocks >= 1, "it has no block");
      check(
          layout.name >= 1 && layout.name <= MAX_NAME_BYTES, "the name of the format is too long");
      check(layout.probes >= 0 && layout.probes <= MAX_PROBES, "too many bloom probes");
      check(layout.bloomBlocks >= 0, "the bloom filter has a negative size");
      check((layout.probes == 0) == (layout.bloomBlocks == 0), "the bloom filter is incomplete");
      check(layout.keys >= 1 && layout.lastKey >= 0, "a key has a negative size");
      check(layout.directory >= 0, "the directory has a negative size");
      check(
          dataBytes >= 1
              && PageChecksums.pages(dataBytes) < Integer.MAX_VALUE
              && layout.bytes(dataBytes) == in.capacity(),
          "the lengths of its parts do not add up to its size");
      return layout;
    }

    private BlockIndex index(Layout layout, long entries) throws CorruptionException {
      int[] offsets = ints(layout.blocks + 1);
      check(
          offsets[0] == 0 && offsets[layout.blocks] == layout.keys,
          "a key is outside of the index");
      for (int i = 0; i < layout.blocks; i++) {
        check(offsets[i] < offsets[i + 1], "a key of the index has no bytes");
      }
      KeyIndex keys = new KeyIndex(layout.blocks, bytes(layout.keys), offsets);
      check(keys.ascends(), "the keys of the index are not in order");
      int[] rows = ints(layout.blocks);
      long sum = 0;
      for (int count : rows) {
        check(count >= 1 && count <= Limits.MAX_BLOCK_ENTRIES, "a block has no rows or too many");
        sum += count;
      }
      check(sum == entries, "the rows of the blocks do not add up to the entries");
      long[] continued = new long[words(layout.blocks)];
      longs(continued, 0, continued.length);
      return new BlockIndex(keys, rows, continued);
    }

    private BloomFilter bloom(Layout layout) {
      if (layout.bloomBlocks == 0) {
        return BloomFilter.NONE;
      }
      int count = BloomFilter.BLOCK_LONGS * layout.bloomBlocks;
      long[] words = new long[BloomFilter.PADDING + count];
      longs(words, BloomFilter.PADDING, count);
      return new BloomFilter(words, layout.bloomBlocks, layout.probes);
    }

    private byte[] bytes(int count) {
      byte[] bytes = new byte[count];
      in.get(bytes);
      return bytes;
    }

    private int[] ints(int count) {
      int[] numbers = new int[count];
      in.asIntBuffer().get(numbers);
      in.position(in.position() + 4 * count);
      return numbers;
    }

    private void longs(long[] numbers, int from, int count) {
      in.asLongBuffer().get(numbers, from, count);
      in.position(in.position() + 8 * count);
    }

    private void check(boolean holds, String problem) throws CorruptionException {
      require(holds, file, in.position(), problem);
    }
  }
}
