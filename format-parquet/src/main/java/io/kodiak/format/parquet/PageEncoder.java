package io.kodiak.format.parquet;

import io.kodiak.api.SlabBuffer;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Makes pages out of the values of one column of a block: encodes them, compresses them where that
 * pays, and adds them with their header to the buffer of the column. Keeps its buffers from page to
 * page. For one thread.
 *
 * <p>A page has up to three parts, in this order: definition levels, encoded numbers (lengths, or
 * all there is) and bytes as they are. The first two are prepared by {@link #levels} and {@link
 * #numbers}, and {@link #add} puts the page together.
 */
final class PageEncoder implements AutoCloseable {
  /** Fewer bytes than this are not worth a call of the compressor. */
  private static final int MIN_COMPRESSED_BYTES = 64;

  /** Buffers above this size are not kept from page to page. */
  private static final int MAX_KEPT_BYTES = 4 << 20;

  private static final byte[] NOTHING = Slice.EMPTY.array();

  private final Codec.@Nullable Compressor compressor;
  private final DeltaEncoder deltas = new DeltaEncoder();
  private final CompactOutput header = new CompactOutput(PageHeader.MAX_BYTES);
  private final CRC32 crc = new CRC32();
  private byte[] levels = NOTHING;
  private int levelBytes;
  private byte[] numbers = NOTHING;
  private int numberBytes;
  private byte[] plain = NOTHING;
  private byte[] packed = NOTHING;

  PageEncoder(Codec codec) throws IOException {
    compressor = codec instanceof NoCodec ? null : codec.compressor();
  }

  /** Prepares the definition levels of the next page. */
  void levels(byte[] kinds, int rows, int nulls) {
    levels = atLeast(levels, Levels.bound(rows));
    levelBytes = Levels.encode(kinds, rows, nulls, levels);
  }

  /** Prepares the numbers of the next page. */
  void numbers(long[] values, int count) {
    numbers = atLeast(numbers, DeltaEncoder.bound(count));
    numberBytes = deltas.encode(values, count, numbers);
  }

  /** Adds a page of numbers alone to {@code chunk} and counts it in {@code group}. */
  void add(SlabBuffer chunk, RowGroup group, int column, int rows) {
    add(chunk, group, column, rows, 0, NOTHING, 0, 0);
  }

  /**
   * Adds a page that ends with a range of {@code data} to {@code chunk}; counts it in {@code
   * group}.
   */
  void add(
      SlabBuffer chunk,
      RowGroup group,
      int column,
      int rows,
      int nulls,
      byte[] data,
      int offset,
      int length) {
    int plainBytes = Math.addExact(numberBytes, length);
    int packedBytes = pack(data, offset, length);
    boolean compressed = packedBytes >= 0;
    int storedBytes = compressed ? packedBytes : plainBytes;
    crc.reset();
    crc.update(levels, 0, levelBytes);
    if (compressed) {
      crc.update(packed, 0, packedBytes);
    } else {
      crc.update(numbers, 0, numberBytes);
      crc.update(data, offset, length);
    }
    header.clear();
    PageHeader.write(
        header,
        Layout.COLUMNS.get(column),
        levelBytes + plainBytes,
        levelBytes + storedBytes,
        (int) crc.getValue(),
        rows,
        nulls,
        levelBytes,
        compressed);
    chunk.append(header.array(), 0, header.size());
    chunk.append(levels, 0, levelBytes);
    if (compressed) {
      chunk.append(packed, 0, packedBytes);
    } else {
      chunk.append(numbers, 0, numberBytes);
      chunk.append(data, offset, length);
    }
    int around = header.size() + levelBytes;
    group.page(column, around + storedBytes, around + plainBytes);
    reset();
  }

  /**
   * Compresses numbers and data into {@link #packed}. Pages of numbers alone are left as they are:
   * what is packed by the bit does not shrink.
   *
   * @return the number of bytes; -1 when the page is better left as it is, because compression
   *     would save less than an eighth
   */
  private int pack(byte[] data, int offset, int length) {
    int plainBytes = numberBytes + length;
    if (compressor == null || length == 0 || plainBytes < MIN_COMPRESSED_BYTES) {
      return -1;
    }
    plain = atLeast(plain, plainBytes);
    System.arraycopy(numbers, 0, plain, 0, numberBytes);
    System.arraycopy(data, offset, plain, numberBytes, length);
    packed = atLeast(packed, compressor.bound(plainBytes));
    int packedBytes = compressor.compress(plain, 0, plainBytes, packed);
    return packedBytes <= plainBytes - (plainBytes >>> 3) ? packedBytes : -1;
  }

  private static byte[] atLeast(byte[] array, int length) {
    int spare = length < MAX_KEPT_BYTES / 2 ? length >>> 3 : 0;
    return array.length >= length ? array : new byte[length + spare];
  }

  private void reset() {
    levelBytes = 0;
    numberBytes = 0;
    if (plain.length > MAX_KEPT_BYTES) {
      plain = NOTHING;
      packed = NOTHING;
    }
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.close();
    }
  }
}
