package io.kodiak.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The bytes of a sidecar, version 2. All numbers are little-endian.
 *
 * <pre>
 * magic "KODIAKIX", version, file id, creation time, entries, tombstones, first and last sequence,
 * data bytes, data checksum, format version, block count, bloom probes, bloom blocks,
 * then the lengths of: format name, index keys, last key, directory; then the number of keys
 * bloom filter, 64 bytes a block
 * CRC32C of every 1 KiB of the data file; in version 1, which is still read, of every 4 KiB
 * where each of the index keys begins, and the end of the last
 * rows of each block; a bit per block that says whether it continues a key
 * format name, index keys, last key, directory
 * seal: the CRC32C of everything above, turned by 15 bits to the right
 * </pre>
 *
 * <p>The header alone tells how long the file must be; that is compared before anything is
 * allocated. What is large stays in the array that was read: decoding takes time by the number of
 * blocks alone.
 *
 * <p>The seal is turned because the CRC32C of bytes with their own CRC32C behind them is always the
 * same number: the manifest's checksum of the file would tell no sidecar from another.
 */
final class SidecarCodec {
  static final int VERSION = 2;

  /** The version whose checksums are of 4 KiB each; all else is the same. */
  private static final int VERSION_OF_LARGE_PAGES = 1;

  private static final long MAGIC =
      ByteBuffer.wrap("KODIAKIX".getBytes(UTF_8)).order(ByteOrder.LITTLE_ENDIAN).getLong();
  private static final int HEADER_BYTES = 8 + 4 + 7 * 8 + 5 * 4 + 4 * 4 + 8;
  private static final int SEAL_BYTES = 4;
  private static final int SEAL_TURN = 15;
  private static final int MAX_NAME_BYTES = 255;

  private SidecarCodec() {}

  /** The sections of a sidecar and how long they are. */
  private record Layout(
      int blocks, int probes, int bloomBlocks, int name, int keys, int lastKey, int directory) {

    long bytes(int pageBytes, long dataBytes) {
      return HEADER_BYTES
          + (long) BloomFilter.BLOCK_BYTES * bloomBlocks
          + PageChecksums.BYTES * PageChecksums.pages(pageBytes, dataBytes)
          + 4L * (blocks + 1L)
          + 4L * blocks
          + 8L * words(blocks)
          + name
          + keys
          + lastKey
          + directory
          + SEAL_BYTES;
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
    int firstKey = keys.offsets()[0];
    int keyBytes = keys.offsets()[keys.count()] - firstKey;
    Layout layout =
        new Layout(
            sidecar.index().blockCount(),
            sidecar.bloom().probes(),
            sidecar.bloom().blocks(),
            name.length,
            keyBytes,
            sidecar.lastKey().length(),
            sidecar.directory().length());
    long bytes = layout.bytes(sidecar.pages().pageBytes(), sidecar.pages().fileBytes());
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a sidecar of " + bytes + " bytes is too large");
    }
    ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    encodeHeader(sidecar, layout, out);
    BloomFilter bloom = sidecar.bloom();
    out.put(bloom.array(), bloom.start(), BloomFilter.BLOCK_BYTES * layout.bloomBlocks);
    out.put(sidecar.pages().array(), sidecar.pages().start(), sidecar.pages().bytes());
    for (int i = 0; i <= layout.blocks; i++) {
      out.putInt(keys.offsets()[i] - firstKey);
    }
    out.asIntBuffer().put(sidecar.index().rows());
    out.position(out.position() + 4 * layout.blocks);
    out.asLongBuffer().put(sidecar.index().continued());
    out.position(out.position() + 8 * words(layout.blocks));
    out.put(name);
    out.put(keys.bytes(), firstKey, keyBytes);
    put(out, sidecar.lastKey());
    put(out, sidecar.directory());
    out.putInt(seal(out.array(), out.position(), new CRC32C()));
    return out.array();
  }

  private static void encodeHeader(Sidecar sidecar, Layout layout, ByteBuffer out) {
    boolean small = sidecar.pages().pageBytes() == PageChecksums.PAGE_BYTES;
    out.putLong(MAGIC).putInt(small ? VERSION : VERSION_OF_LARGE_PAGES);
    out.putLong(sidecar.fileId()).putLong(sidecar.createdMillis());
    out.putLong(sidecar.entries()).putLong(sidecar.tombstones());
    out.putLong(sidecar.firstSequence()).putLong(sidecar.lastSequence());
    out.putLong(sidecar.pages().fileBytes()).putInt(sidecar.dataChecksum());
    out.putInt(sidecar.formatVersion()).putInt(layout.blocks);
    out.putInt(layout.probes).putInt(layout.bloomBlocks);
    out.putInt(layout.name).putInt(layout.keys).putInt(layout.lastKey).putInt(layout.directory);
    out.putLong(sidecar.keys());
  }

  private static void put(ByteBuffer out, Slice slice) {
    out.put(slice.array(), slice.offset(), slice.length());
  }

  private static int seal(byte[] array, int length, CRC32C crc) {
    crc.update(array, 0, length);
    return Integer.rotateRight((int) crc.getValue(), SEAL_TURN);
  }

  /**
   * Decodes a sidecar.
   *
   * @param file its name, for errors
   * @throws CorruptionException when the bytes are not a sidecar that this version wrote
   */
  static Sidecar decode(String file, byte[] bytes) throws CorruptionException {
    return decode(file, bytes, new CRC32C());
  }

  /**
   * Decodes a sidecar and computes the checksum of all its bytes on the way.
   *
   * @param crc fresh; holds that checksum when this returns
   */
  static Sidecar decode(String file, byte[] bytes, CRC32C crc) throws CorruptionException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.length > HEADER_BYTES, file, 0, "too short for the sidecar of a SSTable");
    require(in.getLong() == MAGIC, file, 0, "not the sidecar of a SSTable");
    int version = in.getInt();
    require(
        version == VERSION || version == VERSION_OF_LARGE_PAGES,
        file,
        8,
        "sidecar version " + version + "; this engine reads versions up to " + VERSION);
    int pageBytes = version == VERSION ? PageChecksums.PAGE_BYTES : PageChecksums.MAX_PAGE_BYTES;
    int end = bytes.length - SEAL_BYTES;
    require(seal(bytes, end, crc) == in.getInt(end), file, end, "the checksum does not match");
    crc.update(bytes, end, SEAL_BYTES);
    return new Decoder(file, bytes, in, pageBytes).decode();
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
    private final byte[] array;
    private final ByteBuffer in;
    private final int pageBytes;

    Decoder(String file, byte[] array, ByteBuffer in, int pageBytes) {
      this.file = file;
      this.array = array;
      this.in = in;
      this.pageBytes = pageBytes;
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
      long keys = in.getLong();
      check(keys >= 0 && keys <= entries, "more keys than entries");
      check(tombstones >= 0 && tombstones <= entries, "more tombstones than entries");
      check(
          firstSequence >= 1
              && firstSequence <= lastSequence
              && lastSequence <= Limits.MAX_SEQUENCE,
          "sequences out of range");
      BloomFilter bloom =
          layout.bloomBlocks == 0
              ? BloomFilter.NONE
              : new BloomFilter(array, in.position(), layout.bloomBlocks, layout.probes);
      in.position(in.position() + BloomFilter.BLOCK_BYTES * layout.bloomBlocks);
      PageChecksums pages = new PageChecksums(pageBytes, dataBytes, array, in.position());
      in.position(in.position() + pages.bytes());
      int[] offsets = ints(layout.blocks + 1);
      int[] rows = rows(layout.blocks, entries);
      long[] continued = new long[words(layout.blocks)];
      in.asLongBuffer().get(continued);
      in.position(in.position() + 8 * continued.length);
      String format = new String(array, skip(layout.name), layout.name, UTF_8);
      KeyIndex firstKeys = keys(offsets, skip(layout.keys), layout.keys);
      Slice lastKey = Slice.of(array, skip(layout.lastKey), layout.lastKey);
      Slice directory = Slice.of(array, skip(layout.directory), layout.directory);
      return new Sidecar(
          fileId,
          format,
          formatVersion,
          createdMillis,
          entries,
          keys,
          tombstones,
          firstSequence,
          lastSequence,
          lastKey,
          dataChecksum,
          pages,
          new BlockIndex(firstKeys, rows, continued),
          bloom,
          directory);
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
      check(layout.probes >= 0 && layout.probes <= BloomFilter.MAX_PROBES, "too many bloom probes");
      check(layout.bloomBlocks >= 0, "the bloom filter has a negative size");
      check((layout.probes == 0) == (layout.bloomBlocks == 0), "the bloom filter is incomplete");
      check(layout.keys >= 1 && layout.lastKey >= 1, "a key has no bytes");
      check(layout.directory >= 0, "the directory has a negative size");
      check(
          dataBytes >= 1
              && PageChecksums.pages(pageBytes, dataBytes) < Integer.MAX_VALUE
              && layout.bytes(pageBytes, dataBytes) == in.capacity(),
          "the lengths of its parts do not add up to its size");
      return layout;
    }

    private KeyIndex keys(int[] offsets, int start, int bytes) throws CorruptionException {
      int last = offsets.length - 1;
      check(offsets[0] == 0 && offsets[last] == bytes, "a key is outside of the index");
      for (int i = 0; i < last; i++) {
        check(offsets[i] < offsets[i + 1], "a key of the index has no bytes");
        offsets[i] += start;
      }
      offsets[last] += start;
      KeyIndex keys = new KeyIndex(last, array, offsets);
      check(keys.ascends(), "the keys of the index are not in order");
      return keys;
    }

    private int[] rows(int blocks, long entries) throws CorruptionException {
      int[] rows = ints(blocks);
      long sum = 0;
      for (int count : rows) {
        check(count >= 1 && count <= Limits.MAX_BLOCK_ENTRIES, "a block has no rows or too many");
        sum += count;
      }
      check(sum == entries, "the rows of the blocks do not add up to the entries");
      return rows;
    }

    private int[] ints(int count) {
      int[] numbers = new int[count];
      in.asIntBuffer().get(numbers);
      in.position(in.position() + 4 * count);
      return numbers;
    }

    /** Steps over some bytes, and returns where they begin. */
    private int skip(int count) {
      int at = in.position();
      in.position(at + count);
      return at;
    }

    private void check(boolean holds, String problem) throws CorruptionException {
      require(holds, file, in.position(), problem);
    }
  }
}
