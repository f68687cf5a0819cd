package io.kodiak.format.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Decodes whole numbers from Parquet's DELTA_BINARY_PACKED. The counterpart of {@link
 * DeltaEncoder}; reads every block size that the format allows. For one thread.
 */
final class DeltaDecoder {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /** With up to so many bits, eight bytes from a number's first byte hold all of it. */
  private static final int MAX_FAST_WIDTH = Long.SIZE - 7;

  private static final int MAX_MINIBLOCKS = 512;
  private static final byte[] NOTHING = new byte[0];

  private final CompactInput in = new CompactInput();
  private byte[] array = NOTHING;
  private int end;

  /**
   * Decodes {@code count} numbers from the bytes of {@code source} from {@code from} to {@code to}.
   *
   * @return the index behind the last byte of the numbers
   */
  int decode(byte[] source, int from, int to, int count, long[] target) {
    array = source;
    end = to;
    in.over(source, from, to);
    int blockValues = in.count();
    int miniblocks = in.count();
    int total = in.count();
    long value = CompactInput.zigzag(in.varint());
    if (total != count) {
      throw new MalformedException("has " + total + " numbers instead of " + count);
    }
    if (count == 0) {
      return in.position();
    }
    int miniblockValues = miniblockValues(blockValues, miniblocks);
    target[0] = value;
    int done = 1;
    while (done < count) {
      long least = CompactInput.zigzag(in.varint());
      int widths = in.position();
      int at = widths + miniblocks;
      require(at <= end);
      for (int i = 0; i < miniblocks && done < count; i++) {
        int width = array[widths + i] & 0xff;
        int values = Math.min(miniblockValues, count - done);
        value = miniblock(at, width, value, least, target, done, values);
        at += width * (miniblockValues >>> 3);
        require(width <= Long.SIZE && at <= end);
        done += values;
      }
      in.over(source, at, to);
    }
    return in.position();
  }

  /** Lets go of the array decoded last. */
  void release() {
    array = NOTHING;
    in.over(NOTHING, 0, 0);
  }

  private static int miniblockValues(int blockValues, int miniblocks) {
    if (miniblocks == 0
        || miniblocks > MAX_MINIBLOCKS
        || blockValues == 0
        || blockValues > 1 << 20
        || blockValues % (32 * miniblocks) != 0) {
      throw new MalformedException("has blocks of " + blockValues + "/" + miniblocks + " numbers");
    }
    return blockValues / miniblocks;
  }

  /** Decodes one miniblock and returns its last number. */
  private long miniblock(
      int at, int width, long before, long least, long[] target, int from, int count) {
    if (width == 0) {
      long value = before;
      for (int i = from; i < from + count; i++) {
        value += least;
        target[i] = value;
      }
      return value;
    }
    int lastByte = at + (((count - 1) * width) >>> 3);
    if (width <= MAX_FAST_WIDTH && lastByte + Long.BYTES <= array.length) {
      return fast(at, width, before, least, target, from, count);
    }
    return careful(at, width, before, least, target, from, count);
  }

  private long fast(
      int at, int width, long before, long least, long[] target, int from, int count) {
    byte[] bytes = array;
    long mask = -1L >>> (Long.SIZE - width);
    long value = before;
    int bit = 0;
    for (int i = from; i < from + count; i++) {
      long word = (long) LONGS.get(bytes, at + (bit >>> 3));
      value += least + ((word >>> (bit & 7)) & mask);
      target[i] = value;
      bit += width;
    }
    return value;
  }

  /** Byte by byte: for numbers of more bits, and for the last bytes of an array. */
  private long careful(
      int at, int width, long before, long least, long[] target, int from, int count) {
    require(width <= Long.SIZE && at + (((long) count * width + 7) >>> 3) <= end);
    long value = before;
    for (int i = 0; i < count; i++) {
      long bit = (long) i * width;
      long packed = 0;
      for (int got = 0; got < width; ) {
        int inByte = (int) ((bit + got) & 7);
        int take = Math.min(8 - inByte, width - got);
        long octet = array[at + (int) ((bit + got) >>> 3)] & 0xff;
        long part = (octet >>> inByte) & ((1L << take) - 1);
        packed |= part << got;
        got += take;
      }
      value += least + packed;
      target[from + i] = value;
    }
    return value;
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new MalformedException("numbers end too early");
    }
  }
}
