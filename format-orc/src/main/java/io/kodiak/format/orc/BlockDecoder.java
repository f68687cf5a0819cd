package io.kodiak.format.orc;

import static io.kodiak.format.orc.MalformedException.require;

import io.kodiak.api.Block;
import io.kodiak.api.BlockArrays;
import io.kodiak.api.BytesColumn;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads single blocks straight from the bytes of their parts of the streams.
 *
 * <p>Lengths become offsets by prefix sum, and the bytes of keys and values are decompressed (or,
 * without compression, read from the file) to where the block keeps them. Buffers and native
 * contexts are kept for the next block. For one thread at a time; see {@link DecoderPool}.
 */
final class BlockDecoder implements AutoCloseable {
  /** Buffers of up to so many bytes are kept from block to block. */
  private static final int MAX_KEPT_BYTES = 1 << 20;

  private static final int MAX_KEPT_NUMBERS = 1 << 13;

  private static final byte[] NOTHING = new byte[0];

  private final BlockPlace place = new BlockPlace();
  private final RunLengthDecoder runs = new RunLengthDecoder();
  private final ChunkDecoder chunks = new ChunkDecoder();
  private byte[] buffer = NOTHING;
  private long[] numbers = new long[0];

  /** Where each part begins in {@link #buffer}, if it is there. */
  private final int[] starts = new int[Layout.STREAM_COUNT];

  /** The stream at hand, for messages. */
  private int stream;

  /**
   * Reads and decodes a block.
   *
   * @param arrays what the block is put into
   * @throws CorruptionException when its bytes cannot be those of a block
   */
  Block read(FileSource source, BlockDirectory directory, int index, BlockArrays arrays)
      throws IOException {
    try {
      directory.locate(index, place);
    } catch (MalformedException e) {
      throw new CorruptionException(source.name(), -1, e.getMessage(), e);
    }
    try {
      return decode(source, directory.codec(), arrays);
    } catch (RuntimeException e) {
      Layout.Stream at = Layout.STREAMS.get(stream);
      throw new CorruptionException(
          source.name(),
          place.positions[stream],
          "column "
              + Layout.COLUMNS.get(at.column() - 1).name()
              + " of block "
              + index
              + " cannot be decoded: "
              + e.getMessage(),
          e);
    } finally {
      release();
    }
  }

  private Block decode(FileSource source, Codec codec, BlockArrays arrays) throws IOException {
    boolean plain = codec instanceof NoCodec;
    byte @Nullable [] plainKeys = plain ? arrays.keyArray(place.bytes[Layout.KEY_DATA]) : null;
    byte @Nullable [] plainValues =
        plain ? arrays.valueArray(place.bytes[Layout.VALUE_DATA]) : null;
    load(source, plainKeys, plainValues);
    int rows = place.rows;
    if (numbers.length < rows) {
      numbers = new long[rows];
    }
    long[] sequences = arrays.sequences(rows);
    sequences(plain, rows, sequences);
    byte[] kinds = arrays.kinds(rows);
    kinds(plain, rows, kinds);
    int[] keyOffsets = arrays.keyOffsets(rows);
    offsets(plain, Layout.KEY_LENGTH, rows, keyOffsets);
    checkKeys(keyOffsets, rows);
    int keyBytes = keyOffsets[rows];
    check(plain, Layout.KEY_DATA, keyBytes);
    byte[] keys = plainKeys != null ? plainKeys : arrays.keyArray(keyBytes);
    data(codec, Layout.KEY_DATA, keys, keyBytes);
    int present = rows - place.tombstones;
    int[] valueOffsets = arrays.valueOffsets(rows);
    offsets(plain, Layout.VALUE_LENGTH, present, valueOffsets);
    int valueBytes = valueOffsets[present];
    check(plain, Layout.VALUE_DATA, valueBytes);
    byte[] values = plainValues != null ? plainValues : arrays.valueArray(valueBytes);
    data(codec, Layout.VALUE_DATA, values, valueBytes);
    if (present < rows) {
      spread(valueOffsets, present, kinds, rows);
    }
    return new Block(
        rows,
        keys,
        keyOffsets,
        sequences,
        kinds,
        new BytesColumn(Block.VALUE, values, valueOffsets));
  }

  /** Whether the kinds are not all alike, so that they have to be read. */
  private boolean isMixed() {
    return place.tombstones > 0 && place.tombstones < place.rows;
  }

  /** Reads the parts: keys and values to the given arrays, if any, and else to the buffer. */
  private void load(FileSource source, byte @Nullable [] keys, byte @Nullable [] values)
      throws IOException {
    int size = 0;
    for (int i = 0; i < Layout.STREAM_COUNT; i++) {
      starts[i] = size;
      if (i == Layout.OP_DATA ? isMixed() : target(i, keys, values) == null) {
        size = Math.addExact(size, place.bytes[i]);
      }
    }
    if (buffer.length < size + RunLengthDecoder.SLACK) {
      int spare = size < MAX_KEPT_BYTES / 2 ? size >>> 2 : 0;
      buffer = new byte[size + spare + RunLengthDecoder.SLACK];
    }
    for (stream = 0; stream < Layout.STREAM_COUNT; stream++) {
      int bytes = place.bytes[stream];
      if (bytes == 0 || (stream == Layout.OP_DATA && !isMixed())) {
        continue;
      }
      byte[] target = target(stream, keys, values);
      if (target == null) {
        source.read(place.positions[stream], buffer, starts[stream], bytes);
      } else {
        source.read(place.positions[stream], target, 0, bytes);
      }
    }
  }

  private static byte @Nullable [] target(
      int stream, byte @Nullable [] keys, byte @Nullable [] values) {
    return switch (stream) {
      case Layout.KEY_DATA -> keys;
      case Layout.VALUE_DATA -> values;
      default -> null;
    };
  }

  /** Decodes the part of a stream of numbers. */
  private void numbers(boolean plain, int number, int count, boolean signed, long[] out) {
    stream = number;
    int from = starts[number];
    int to = from + place.bytes[number];
    if (!plain) {
      to = ChunkDecoder.joinOriginals(buffer, from, to);
    }
    runs.decode(buffer, from, to, count, signed, out);
  }

  private void sequences(boolean plain, int rows, long[] sequences) {
    numbers(plain, Layout.SEQ_DATA, rows, true, sequences);
    long least = Long.MAX_VALUE;
    long greatest = Long.MIN_VALUE;
    for (int row = 0; row < rows; row++) {
      least = Math.min(least, sequences[row]);
      greatest = Math.max(greatest, sequences[row]);
    }
    require(least >= 1 && greatest <= Limits.MAX_SEQUENCE, "a sequence is out of range");
  }

  private void kinds(boolean plain, int rows, byte[] kinds) {
    if (isMixed()) {
      numbers(plain, Layout.OP_DATA, rows, true, numbers);
      long union = 0;
      int tombstones = 0;
      for (int row = 0; row < rows; row++) {
        union |= numbers[row];
        tombstones += (int) numbers[row];
        kinds[row] = (byte) numbers[row];
      }
      require((union & ~1L) == 0, "a kind is unknown");
      require(tombstones == place.tombstones, "there are not as many tombstones as there should");
    } else {
      Arrays.fill(kinds, 0, rows, (byte) (place.tombstones > 0 ? 1 : 0));
    }
  }

  /** Decodes lengths and sums them up to offsets. */
  private void offsets(boolean plain, int number, int count, int[] offsets) {
    numbers(plain, number, count, false, numbers);
    offsets[0] = 0;
    long[] lengths = numbers;
    long sum = 0;
    long union = 0;
    for (int i = 0; i < count; i++) {
      long length = lengths[i];
      union |= length;
      sum += length;
      offsets[i + 1] = (int) sum;
    }
    // With no length negative or above 31 bits, 65,536 of them cannot overflow the sum.
    require(union >= 0 && union <= Integer.MAX_VALUE, "a length is out of bounds");
    require(sum <= Layout.MAX_DATA_BYTES, "the lengths add up to more than a block may have");
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

  /** All keys or values can be {@code size} bytes. */
  private void check(boolean plain, int number, int size) {
    stream = number;
    if (plain) {
      require(place.bytes[number] == size, "the lengths do not add up to the bytes");
    } else {
      ChunkDecoder.check(buffer, starts[number], starts[number] + place.bytes[number], size);
    }
  }

  /** Decompresses all keys or values to where they belong, if they are not there yet. */
  private void data(Codec codec, int number, byte[] target, int size) throws IOException {
    if (!(codec instanceof NoCodec)) {
      int from = starts[number];
      chunks.decode(codec, buffer, from, from + place.bytes[number], target, size);
    }
  }

  /** Moves the offsets of the rows that have a value to where those rows are. */
  private static void spread(int[] offsets, int present, byte[] kinds, int rows) {
    int from = present;
    offsets[rows] = offsets[present];
    for (int row = rows - 1; row >= 0; row--) {
      offsets[row] = kinds[row] == 0 ? offsets[--from] : offsets[row + 1];
    }
  }

  /** Lets go of buffers that grew large. */
  private void release() {
    runs.release();
    if (buffer.length > MAX_KEPT_BYTES) {
      buffer = NOTHING;
    }
    if (numbers.length > MAX_KEPT_NUMBERS) {
      numbers = new long[0];
    }
  }

  @Override
  public void close() {
    chunks.close();
  }
}
