package io.kodiak.format.parquet;

import io.kodiak.api.BlockArrays;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one block, each read from the file and decoded when it is asked for. Believes
 * nothing that does not fit.
 *
 * <p>Lengths become offsets by prefix sum, and the bytes of keys and values stay where
 * decompression (or, without compression, the read from the file) put them. Buffers and native
 * contexts are kept for the next block. For one thread.
 */
final class BlockColumns implements AutoCloseable {
  /** Buffers of up to so many bytes are kept from block to block. */
  static final int MAX_KEPT_BYTES = 1 << 20;

  private static final int MAX_KEPT_NUMBERS = 1 << 13;

  private static final byte[] NOTHING = new byte[0];

  private final BlockPlace located = new BlockPlace();
  private BlockPlace place = located;
  private final CompactInput in = new CompactInput();
  private final PageHeader header = new PageHeader();
  private final DeltaDecoder deltas = new DeltaDecoder();
  private final Codec.@Nullable Decompressor[] decompressors =
      new Codec.@Nullable Decompressor[Codec.MAX_NUMBER + 1];
  private final BlockPages pages = new BlockPages();
  private long[] numbers = new long[0];
  private Codec codec = new NoCodec();

  /** Where in the file the column begins that is being decoded, for messages. */
  private long position;

  private String column = "";

  /** Not null where the checksums of pages are compared. */
  private @Nullable CRC32 checksum;

  /**
   * Goes to a block.
   *
   * @param verifying whether to compare the checksums of its pages as well
   */
  void locate(BlockDirectory directory, int index, boolean verifying) {
    checksum = verifying ? new CRC32() : null;
    place = located;
    directory.locate(index, place);
    begin(directory.codec());
  }

  private void begin(Codec compression) {
    codec = compression;
    at(Layout.KEY, place.keyPosition);
    if (numbers.length < place.rows) {
      numbers = new long[place.rows];
    }
  }

  /** Reads its pages into an array of their own, which is returned. */
  byte[] hold(FileSource source) throws IOException {
    return pages.hold(source, place);
  }

  /** Goes to a block whose pages {@link #hold} has read, and verified where that was due. */
  void openHeld(HeldPages held) {
    checksum = null;
    place = held.place;
    begin(held.codec);
    pages.openHeld(held.bytes, place);
  }

  /** Makes room for its pages, without compression in the given arrays. */
  void open(FileSource source, BlockArrays arrays) throws IOException {
    pages.open(source, place, arrays, codec instanceof NoCodec);
  }

  /** The number of rows. */
  int rows() {
    return place.rows;
  }

  /** Where the block lies. */
  BlockPlace place() {
    return place.copy();
  }

  Codec codec() {
    return codec;
  }

  /** The bytes that the page opened last would have without compression, its header included. */
  int plainPageBytes() {
    return header.size() + header.levelBytes() + header.plainBytes();
  }

  /** The bytes of the page opened last without compression, less header and levels. */
  int plainBytes() {
    return header.plainBytes();
  }

  /** Where in the file the column begins that was asked for last. */
  long position() {
    return position;
  }

  /** The name of the column that was asked for last. */
  String column() {
    return column;
  }

  private void at(int number, long begin) {
    position = begin;
    column = Layout.COLUMNS.get(number).name();
  }

  private void header(Layout.Field field, byte[] page, int start, int end, int rows) {
    header.read(in, page, start, end, field, rows);
    if (checksum != null) {
      checksum.reset();
      checksum.update(page, start + header.size(), end - start - header.size());
      require((int) checksum.getValue() == header.crc(), "the checksum of the page is wrong");
    }
  }

  /** Decodes the sequences. */
  void sequences(FileSource source, long[] sequences) throws IOException {
    int rows = place.rows;
    at(Layout.SEQ, place.seqPosition);
    pages.readSequences(source, place);
    byte[] seqPage = pages.seqPage;
    int seqStart = pages.seqStart;
    int end = seqStart + place.seqBytes;
    header(Layout.COLUMNS.get(Layout.SEQ), seqPage, seqStart, end, rows);
    require(!header.compressed(), "numbers are not compressed");
    int last = deltas.decode(seqPage, seqStart + header.size(), end, rows, sequences);
    require(last == end, "the page is longer than its contents");
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int row = 0; row < rows; row++) {
      least = Math.min(least, sequences[row]);
      greatest = Math.max(greatest, sequences[row]);
    }
    require(least >= 1 && greatest <= Limits.MAX_SEQUENCE, "a sequence is out of range");
  }

  /** Decodes the page of the keys; returns the array that they are in. */
  byte[] keys(FileSource source, BlockArrays arrays, int[] offsets) throws IOException {
    at(Layout.KEY, place.keyPosition);
    pages.readKeys(source, place);
    byte[] page = pages.keyPage;
    int rows = place.rows;
    int end = pages.keyStart + place.keyBytes;
    header(Layout.COLUMNS.get(Layout.KEY), page, pages.keyStart, end, rows);
    int data = pages.keyStart + header.size();
    byte[] array = page;
    if (!pages.isBuffered(page) && !header.compressed()) {
      strings(page, data, end, rows, offsets);
    } else {
      int size = header.plainBytes();
      array = arrays.keyArray(size);
      unpack(page, data, array, size);
      strings(array, 0, size, rows, offsets);
    }
    checkKeys(offsets, rows);
    return array;
  }

  /** Opens the page of the values, which was read already. */
  void openValues() {
    at(Layout.VALUE, place.valuePosition);
    int end = pages.valueStart + place.valueBytes;
    header(Layout.COLUMNS.get(Layout.VALUE), pages.valuePage, pages.valueStart, end, place.rows);
  }

  /** Decodes the kinds of the rows, from the page of the values, which it opens. */
  void kinds(FileSource source, byte[] kinds) throws IOException {
    at(Layout.VALUE, place.valuePosition);
    pages.readValues(source, place);
    openValues();
    byte[] page = pages.valuePage;
    int rows = place.rows;
    Arrays.fill(kinds, 0, rows, (byte) 0);
    if (header.nulls() > 0) {
      int levels = pages.valueStart + header.size();
      Levels.decode(in, page, levels, levels + header.levelBytes(), kinds, rows, header.nulls());
    }
  }

  /** Decodes the page of the values, which is open; returns the array that they are in. */
  byte[] values(BlockArrays arrays, int[] offsets, byte[] kinds) throws IOException {
    byte[] page = pages.valuePage;
    int rows = place.rows;
    int end = pages.valueStart + place.valueBytes;
    int data = pages.valueStart + header.size() + header.levelBytes();
    int nulls = header.nulls();
    byte[] array = page;
    if (!pages.isBuffered(page) && !header.compressed()) {
      strings(array, data, end, rows - nulls, offsets);
    } else {
      int size = header.plainBytes();
      array = arrays.valueArray(size);
      unpack(page, data, array, size);
      strings(array, 0, size, rows - nulls, offsets);
    }
    if (nulls > 0) {
      spread(offsets, rows - nulls, kinds, rows);
    }
    return array;
  }

  /** Puts the contents of the page at hand, which are {@code size} bytes, into an array. */
  private void unpack(byte[] page, int data, byte[] array, int size) throws IOException {
    if (header.compressed()) {
      decompressor().decompress(page, data, header.storedBytes(), array, size);
    } else {
      System.arraycopy(page, data, array, 0, size);
    }
  }

  /** Finds the offsets of byte strings whose lengths stand before them. */
  private void strings(byte[] array, int from, int end, int count, int[] offsets) {
    offsets(deltas.decode(array, from, end, count, numbers), count, end, offsets);
  }

  /** Sums the decoded lengths up to offsets of bytes that begin at {@code start}. */
  private void offsets(int start, int count, int end, int[] offsets) {
    long[] lengths = numbers;
    long sum = start;
    long union = 0;
    offsets[0] = start;
    for (int i = 0; i < count; i++) {
      long length = lengths[i];
      union |= length;
      sum += length;
      offsets[i + 1] = (int) sum;
    }
    // With no length negative or above 31 bits, 65,536 of them cannot overflow the sum.
    require(union >= 0 && union <= Integer.MAX_VALUE, "a length is out of bounds");
    require(sum == end, "the lengths do not add up to the bytes of the page");
  }

  private static void checkKeys(int[] offsets, int rows) {
    int shortest = Integer.MAX_VALUE;
    int longest = 0;
    for (int row = 0; row < rows; row++) {
      int length = offsets[row + 1] - offsets[row];
      shortest = Math.min(shortest, length);
      longest = Math.max(longest, length);
    }
    require(
        shortest >= Limits.MIN_KEY_BYTES && longest <= Limits.MAX_KEY_BYTES,
        "the length of a key is out of bounds");
  }

  /** Moves the offsets of the rows that have a value to where those rows are. */
  private static void spread(int[] offsets, int present, byte[] kinds, int rows) {
    int from = present;
    offsets[rows] = offsets[present];
    for (int row = rows - 1; row >= 0; row--) {
      offsets[row] = kinds[row] == 0 ? offsets[--from] : offsets[row + 1];
    }
  }

  private Codec.Decompressor decompressor() throws IOException {
    Codec.Decompressor decompressor = decompressors[codec.number()];
    if (decompressor == null) {
      decompressor = codec.decompressor();
      decompressors[codec.number()] = decompressor;
    }
    return decompressor;
  }

  private static void require(boolean holds, String problem) {
    if (!holds) {
      throw new MalformedException(problem);
    }
  }

  /** Lets go of the block's arrays and of buffers that grew large. */
  void release() {
    pages.release();
    in.over(NOTHING, 0, 0);
    deltas.release();
    if (numbers.length > MAX_KEPT_NUMBERS) {
      numbers = new long[0];
    }
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
