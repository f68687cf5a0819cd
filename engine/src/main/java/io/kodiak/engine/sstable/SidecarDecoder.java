package io.kodiak.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Reads what {@link SidecarCodec} wrote, with every length bounded by the size of the file. */
final class SidecarDecoder {
  private static final int VERSION_AT = 8;
  private static final int BLOOM_BLOCKS_AT = 84;

  private final String file;
  private final long fileBytes;
  private final int version;
  private final int pageBytes;
  private final byte[] array;
  private final ByteBuffer in;
  private int checksum;

  private SidecarDecoder(FileSource source) throws IOException {
    file = source.name();
    fileBytes = source.length();
    byte[] header = new byte[SidecarCodec.HEADER_BYTES];
    require(fileBytes > header.length, 0, "too short for the sidecar of a SSTable");
    source.read(0, header, 0, header.length);
    ByteBuffer front = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
    require(front.getLong() == SidecarCodec.MAGIC, 0, "not the sidecar of a SSTable");
    version = front.getInt();
    require(
        version == SidecarCodec.VERSION || version == SidecarCodec.VERSION_1,
        VERSION_AT,
        "sidecar version "
            + version
            + "; this engine reads versions up to "
            + SidecarCodec.VERSION);
    boolean isFirst = version == SidecarCodec.VERSION_1;
    pageBytes = isFirst ? PageChecksums.MAX_PAGE_BYTES : PageChecksums.PAGE_BYTES;
    long behind = isFirst ? 0 : (long) BloomFilter.BLOCK_BYTES * front.getInt(BLOOM_BLOCKS_AT);
    long core = fileBytes - behind;
    require(
        behind >= 0
            && behind <= Integer.MAX_VALUE - 64
            && core > header.length
            && core <= Integer.MAX_VALUE - 8,
        BLOOM_BLOCKS_AT,
        "the size of the bloom filter is out of bounds");
    array = new byte[(int) core];
    source.read(0, array, 0, array.length);
    in = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * A sidecar as it was read.
   *
   * @param checksum the CRC32C of the whole file, the bloom filter taken at its word
   */
  record Decoded(Sidecar sidecar, int checksum) {}

  /**
   * Reads a sidecar; in version 2 its bloom filter stays in the file.
   *
   * @throws CorruptionException when the bytes are not a sidecar
   */
  static Decoded decode(FileSource source) throws IOException {
    SidecarDecoder decoder = new SidecarDecoder(source);
    decoder.checkSeal();
    Sidecar sidecar = decoder.decode();
    return new Decoded(sidecar, decoder.wholeChecksum(sidecar.bloom()));
  }

  private void checkSeal() throws CorruptionException {
    int end = array.length - SidecarCodec.SEAL_BYTES;
    CRC32C crc = new CRC32C();
    boolean intact = SidecarCodec.seal(array, end, crc) == in.getInt(end);
    require(intact, end, "the checksum does not match");
    crc.update(array, end, SidecarCodec.SEAL_BYTES);
    checksum = (int) crc.getValue();
    in.position(VERSION_AT + Integer.BYTES);
  }

  private int wholeChecksum(StoredBloom bloom) {
    if (version == SidecarCodec.VERSION_1) {
      return checksum;
    }
    int shift = Crc32cMath.shift((long) BloomFilter.BLOCK_BYTES * bloom.blocks());
    return Crc32cMath.combine(checksum, bloom.checksum(), shift);
  }

  private Sidecar decode() throws CorruptionException {
    long fileId = in.getLong();
    long createdMillis = in.getLong();
    long entries = in.getLong();
    long tombstones = in.getLong();
    long firstSequence = in.getLong();
    long lastSequence = in.getLong();
    long dataBytes = in.getLong();
    int dataChecksum = in.getInt();
    int formatVersion = in.getInt();
    SidecarCodec.Layout layout = layout(dataBytes);
    long keys = in.getLong();
    check(keys >= 0 && keys <= entries, "more keys than entries");
    check(tombstones >= 0 && tombstones <= entries, "more tombstones than entries");
    check(
        firstSequence >= 1 && firstSequence <= lastSequence && lastSequence <= Limits.MAX_SEQUENCE,
        "sequences out of range");
    StoredBloom bloom = bloom(layout);
    PageChecksums pages = new PageChecksums(pageBytes, dataBytes, array, in.position());
    in.position(in.position() + pages.bytes());
    int[] offsets = ints(layout.blocks() + 1);
    int[] rows = rows(layout.blocks(), entries);
    long[] continued = new long[SidecarCodec.words(layout.blocks())];
    in.asLongBuffer().get(continued);
    in.position(in.position() + 8 * continued.length);
    String format = new String(array, skip(layout.name()), layout.name(), UTF_8);
    KeyIndex firstKeys = keys(offsets, skip(layout.keys()), layout.keys());
    Slice lastKey = Slice.of(array, skip(layout.lastKey()), layout.lastKey());
    Slice directory = Slice.of(array, skip(layout.directory()), layout.directory());
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

  private StoredBloom bloom(SidecarCodec.Layout layout) {
    int checksum = version == SidecarCodec.VERSION_1 ? 0 : in.getInt();
    if (layout.bloomBlocks() == 0) {
      return new StoredBloom(BloomFilter.NONE);
    }
    if (version == SidecarCodec.VERSION_1) {
      int start = skip((int) layout.bloomBytes());
      return new StoredBloom(new BloomFilter(array, start, layout.bloomBlocks(), layout.probes()));
    }
    return new StoredBloom(array.length, layout.bloomBlocks(), layout.probes(), checksum);
  }

  private SidecarCodec.Layout layout(long dataBytes) throws CorruptionException {
    SidecarCodec.Layout layout =
        new SidecarCodec.Layout(
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt(),
            in.getInt());
    check(layout.blocks() >= 1, "it has no block");
    check(
        layout.name() >= 1 && layout.name() <= SidecarCodec.MAX_NAME_BYTES,
        "the name of the format is too long");
    check(
        layout.probes() >= 0 && layout.probes() <= BloomFilter.MAX_PROBES, "too many bloom probes");
    check(layout.bloomBlocks() >= 0, "the bloom filter has a negative size");
    check((layout.probes() == 0) == (layout.bloomBlocks() == 0), "the bloom filter is incomplete");
    check(layout.keys() >= 1 && layout.lastKey() >= 1, "a key has no bytes");
    check(layout.directory() >= 0, "the directory has a negative size");
    check(
        dataBytes >= 1
            && PageChecksums.pages(pageBytes, dataBytes) < Integer.MAX_VALUE
            && expectedBytes(layout, dataBytes) == fileBytes,
        "the lengths of its parts do not add up to its size");
    return layout;
  }

  private long expectedBytes(SidecarCodec.Layout layout, long dataBytes) {
    // The first version had no checksum of the filter in its header.
    int less = version == SidecarCodec.VERSION_1 ? Integer.BYTES : 0;
    return layout.coreBytes(pageBytes, dataBytes) + layout.bloomBytes() - less;
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
    require(holds, in.position(), problem);
  }

  private void require(boolean holds, long offset, String problem) throws CorruptionException {
    if (!holds) {
      throw new CorruptionException(file, offset, problem);
    }
  }
}
