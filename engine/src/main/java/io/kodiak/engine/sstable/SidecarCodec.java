package io.kodiak.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;

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
 * then the lengths of: format name, index keys, last key, directory; then the number of keys;
 * CRC32C of the bloom filter
 * CRC32C of every 1 KiB of the data file
 * where each of the index keys begins, and the end of the last
 * rows of each block; a bit per block that says whether it continues a key
 * format name, index keys, last key, directory
 * seal: the CRC32C of everything above, turned by 15 bits to the right
 * bloom filter, 64 bytes a block
 * </pre>
 *
 * <p>Version 1, which is still read, has checksums of 4 KiB each, no checksum of the bloom filter,
 * and the filter before the other checksums, within what the seal covers.
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
  static final int VERSION_1 = 1;

  static final long MAGIC =
      ByteBuffer.wrap("KODIAKIX".getBytes(UTF_8)).order(ByteOrder.LITTLE_ENDIAN).getLong();

  /** The bytes before the first section; in version 1 four less. */
  static final int HEADER_BYTES = 8 + 4 + 7 * 8 + 5 * 4 + 4 * 4 + 8 + 4;

  static final int SEAL_BYTES = 4;
  static final int MAX_NAME_BYTES = 255;
  private static final int SEAL_TURN = 15;

  private SidecarCodec() {}

  /** The sections of a sidecar and how long they are. */
  record Layout(
      int blocks, int probes, int bloomBlocks, int name, int keys, int lastKey, int directory) {

    /** The bytes of all sections but the bloom filter, of the header and the seal. */
    long coreBytes(int pageBytes, long dataBytes) {
      return HEADER_BYTES
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

    long bloomBytes() {
      return (long) BloomFilter.BLOCK_BYTES * bloomBlocks;
    }
  }

  static int words(int blocks) {
    return (blocks + 63) >>> 6;
  }

  /**
   * Encodes a sidecar whose bloom filter is there and whose checksums are of {@value
   * PageChecksums#PAGE_BYTES} bytes each.
   *
   * @throws IllegalArgumentException when it would not fit into one array: 2 GiB
   */
  static byte[] encode(Sidecar sidecar) {
    BloomFilter bloom = sidecar.bloom().loaded();
    if (bloom == null || sidecar.pages().pageBytes() != PageChecksums.PAGE_BYTES) {
      throw new IllegalStateException("a sidecar is encoded when it is made, not when it was read");
    }
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
    long bytes =
        layout.coreBytes(PageChecksums.PAGE_BYTES, sidecar.pages().fileBytes())
            + layout.bloomBytes();
    if (bytes > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a sidecar of " + bytes + " bytes is too large");
    }
    ByteBuffer out = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
    encodeHeader(sidecar, layout, out);
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
    out.put(bloom.array(), bloom.start(), BloomFilter.BLOCK_BYTES * layout.bloomBlocks);
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
    out.putLong(sidecar.keys()).putInt(sidecar.bloom().checksum());
  }

  private static void put(ByteBuffer out, Slice slice) {
    out.put(slice.array(), slice.offset(), slice.length());
  }

  /** The seal of the first {@code length} bytes, whose checksum {@code crc} holds afterwards. */
  static int seal(byte[] array, int length, CRC32C crc) {
    crc.update(array, 0, length);
    return Integer.rotateRight((int) crc.getValue(), SEAL_TURN);
  }
}
