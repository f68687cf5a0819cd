package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Reads single blocks straight from the bytes of their pages, without the Parquet library: its
 * readers are made for whole row groups and take dozens of times as long for a block.
 *
 * <p>Lengths become offsets by prefix sum, and the bytes of keys and values stay where
 * decompression (or, without compression, the read from the file) put them: a block allocates its
 * own arrays and nothing else. Buffers and native contexts are kept for the next block. For one
 * thread at a time; see {@link DecoderPool}.
 */
final class BlockDecoder implements AutoCloseable {
  /** Buffers of up to so many bytes are kept from block to block. */
  private static final int MAX_KEPT_BYTES = 1 << 20;

  private static final int MAX_KEPT_NUMBERS = 1 << 13;

  /** A row group of one block and up to so many bytes is read at once. */
  private static final int MAX_SINGLE_READ = 1 << 20;

  /** Room behind the pages in the buffer, so that eight bytes can be read at the last number. */
  private static final int SLACK = Long.BYTES;

  private static final byte[] NOTHING = new byte[0];

  private final BlockPlace place = new BlockPlace();
  private final CompactInput in = new CompactInput();
  private final PageHeader header = new PageHeader();
  private final DeltaDecoder deltas = new DeltaDecoder();
  private final Codec.@Nullable Decompressor[] decompressors =
      new Codec.@Nullable Decompressor[Codec.MAX_NUMBER + 1];
  private byte[] buffer = NOTHING;
  private long[] numbers = new long[0];

  /** The pages of the block at hand: the array that each is in, and where. */
  private byte[] keyPage = NOTHING;

  private byte[] seqPage = NOTHING;
  private byte[] valuePage = NOTHING;
  private int keyStart;
  private int seqStart;
  private int valueStart;

  /** Where in the file the column begins that is being decoded, for messages. */
  private long position;

  private String column = "";

  /** Not null where the checksums of pages are compared. */
  private @Nullable CRC32 checksum;

  /**
   * Reads and decodes a block.
   *
   * @param verifying whether to compare the checksums of the pages as well
   * @throws CorruptionException when its bytes cannot be those of a block
   */
  Block read(FileSource source, BlockDirectory directory, int index, boolean verifying)
      throws IOException {
    checksum = verifying ? new CRC32() : null;
    directory.locate(index, place);
    Codec codec = directory.codec();
    try {
      load(source, codec instanceof NoCodec);
      return decode(source, codec, index);
    } finally {
      release();
    }
  }

  /** Reads the pages: to arrays that the block keeps when {@code plain}, else to the buffer. */
  private void load(FileSource source, boolean plain) throws IOException {
    BlockPlace p = place;
    long all = p.valuePosition + p.valueBytes - p.keyPosition;
    if (p.alone && all <= MAX_SINGLE_READ) {
      byte[] target = plain ? new byte[(int) all] : buffer((int) all);
      source.read(p.keyPosition, target, 0, (int) all);
      at(target, 0, target, (int) (p.seqPosition - p.keyPosition), target);
      valueStart = (int) (p.valuePosition - p.keyPosition);
      return;
    }
    if (plain) {
      at(new byte[p.keyBytes], 0, buffer(p.seqBytes), 0, new byte[p.valueBytes]);
      valueStart = 0;
    } else {
      byte[] target = buffer(Math.addExact(p.keyBytes + p.seqBytes, p.valueBytes));
      at(target, 0, target, p.keyBytes, target);
      valueStart = p.keyBytes + p.seqBytes;
    }
    source.read(p.keyPosition, keyPage, keyStart, p.keyBytes);
    source.read(p.seqPosition, seqPage, seqStart, p.seqBytes);
    source.read(p.valuePosition, valuePage, valueStart, p.valueBytes);
  }

  private void at(byte[] keys, int keysAt, byte[] seqs, int seqsAt, byte[] values) {
    keyPage = keys;
    keyStart = keysAt;
    seqPage = seqs;
    seqStart = seqsAt;
    valuePage = values;
  }

  private byte[] buffer(int size) {
    if (buffer.length < size + SLACK) {
      int spare = size < MAX_KEPT_BYTES / 2 ? size >>> 2 : 0;
      buffer = new byte[size + spare + SLACK];
    }
    return buffer;
  }

  private Block decode(FileSource source, Codec codec, int index) throws IOException {
    try {
      return decode(codec);
    } catch (RuntimeException e) {
      throw new CorruptionException(
          source.name(),
          position,
          "column " + column + " of block " + index + " cannot be decoded: " + e.getMessage(),
          e);
    }
  }

  private Block decode(Codec codec) throws IOException {
    int rows = place.rows;
    if (numbers.length < rows) {
      numbers = new long[rows];
    }
    long[] sequences = sequences(rows);
    byte[] kinds = new byte[rows];
    at(Layout.KEY, place.keyPosition);
    BytesColumn keys = bytes(codec, Layout.KEY, keyPage, keyStart, place.keyBytes, kinds);
    checkKeys(keys.offsets(), rows);
    at(Layout.VALUE, place.valuePosition);
    BytesColumn values = bytes(codec, Layout.VALUE, valuePage, valueStart, place.valueBytes, kinds);
    return new Block(rows, keys.array(), keys.offsets(), sequences, kinds, values);
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

  private long[] sequences(int rows) {
    at(Layout.SEQ, place.seqPosition);
    int end = seqStart + place.seqBytes;
    header(Layout.COLUMNS.get(Layout.SEQ), seqPage, seqStart, end, rows);
    require(!header.compressed(), "numbers are not compressed");
    long[] sequences = new long[rows];
    int last = deltas.decode(seqPage, seqStart + header.size(), end, rows, sequences);
    require(last == end, "the page is longer than its contents");
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (long sequence : sequences) {
      least = Math.min(least, sequence);
      greatest = Math.max(greatest, sequence);
    }
    require(least >= 1 && greatest <= Limits.MAX_SEQUENCE, "a sequence is out of range");
    return sequences;
  }

  /** Decodes a page of byte strings, and the kinds of the rows if it is the one of the values. */
  private BytesColumn bytes(Codec codec, int number, byte[] page, int start, int size, byte[] kinds)
      throws IOException {
    Layout.Field field = Layout.COLUMNS.get(number);
    int rows = kinds.length;
    int end = start + size;
    header(field, page, start, end, rows);
    int levels = start + header.size();
    int data = levels + header.levelBytes();
    byte[] array = page;
    if (header.compressed()) {
      array = new byte[header.plainBytes()];
      decompressor(codec).decompress(page, data, header.storedBytes(), array);
      data = 0;
      end = array.length;
    } else if (page == buffer) {
      array = Arrays.copyOfRange(page, data, end);
      data = 0;
      end = array.length;
    }
    int nulls = header.nulls();
    int present = rows - nulls;
    int[] offsets = new int[rows + 1];
    offsets(deltas.decode(array, data, end, present, numbers), present, end, offsets);
    if (nulls > 0) {
      Levels.decode(in, page, levels, levels + header.levelBytes(), kinds, nulls);
      spread(offsets, present, kinds);
    }
    return new BytesColumn(field.name(), array, offsets);
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
  private static void spread(int[] offsets, int present, byte[] kinds) {
    int from = present;
    offsets[kinds.length] = offsets[present];
    for (int row = kinds.length - 1; row >= 0; row--) {
      offsets[row] = kinds[row] == 0 ? offsets[--from] : offsets[row + 1];
    }
  }

  private Codec.Decompressor decompressor(Codec codec) throws IOException {
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
  private void release() {
    keyPage = NOTHING;
    seqPage = NOTHING;
    valuePage = NOTHING;
    in.over(NOTHING, 0, 0);
    deltas.release();
    if (buffer.length > MAX_KEPT_BYTES) {
      buffer = NOTHING;
    }
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
