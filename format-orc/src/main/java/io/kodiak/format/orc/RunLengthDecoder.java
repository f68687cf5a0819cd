package io.kodiak.format.orc;

import static io.kodiak.format.orc.MalformedException.require;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Reads the runs that {@link RunLengthEncoder} writes, and no others. For one thread. */
final class RunLengthDecoder {
  /** So many bytes behind the last run are read, whatever they are. */
  static final int SLACK = Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] in = new byte[0];
  private int at;
  private int end;

  /**
   * Decodes exactly {@code count} numbers from exactly the bytes between {@code from} and {@code
   * to}. The array has {@link #SLACK} bytes behind them.
   *
   * @throws MalformedException when they are not so many numbers
   */
  void decode(byte[] source, int from, int to, int count, boolean signed, long[] out) {
    in = source;
    at = from;
    end = to;
    int done = 0;
    while (done < count) {
      require(at < end, "numbers end too early");
      int sort = (in[at] & 0xff) >>> 6;
      done +=
          switch (sort) {
            case RunLengthEncoder.SHORT_REPEAT -> repeat(out, done, count - done, signed);
            case RunLengthEncoder.DIRECT -> packed(out, done, count - done, signed);
            case RunLengthEncoder.DELTA -> steady(out, done, count - done, signed);
            default -> throw new MalformedException("a run is of a sort that is not written here");
          };
    }
    require(at == end, "there are more numbers than rows");
  }

  /** Lets go of the array. */
  void release() {
    in = new byte[0];
  }

  private int repeat(long[] out, int done, int most, boolean signed) {
    int head = in[at++];
    int bytes = (head >>> 3 & 7) + 1;
    int count = (head & 7) + RunLengthEncoder.MIN_REPEAT;
    require(count <= most, "a run is longer than the rows");
    require(bytes <= end - at, "numbers end too early");
    long value = (long) LONG.get(in, at) >>> (Long.SIZE - 8 * bytes);
    at += bytes;
    Arrays.fill(out, done, done + count, signed ? ProtoInput.unzigzag(value) : value);
    return count;
  }

  private int packed(long[] out, int done, int most, boolean signed) {
    int width = RunLengthEncoder.width((in[at] & 0xff) >>> 1 & 31);
    int count = count(most);
    long bytes = ((long) width * count + 7) / 8;
    require(bytes <= end - at, "numbers end too early");
    if (width == Long.SIZE) {
      for (int i = 0; i < count; i++) {
        out[done + i] = (long) LONG.get(in, at + i * Long.BYTES);
      }
    } else {
      // A width is at most 56 otherwise, so it lies within the eight bytes from its first one on.
      int drop = Long.SIZE - width;
      int bit = 0;
      for (int i = 0; i < count; i++) {
        long word = (long) LONG.get(in, at + (bit >>> 3));
        out[done + i] = word << (bit & 7) >>> drop;
        bit += width;
      }
    }
    at += (int) bytes;
    if (signed) {
      for (int i = done; i < done + count; i++) {
        out[i] = ProtoInput.unzigzag(out[i]);
      }
    }
    return count;
  }

  private int steady(long[] out, int done, int most, boolean signed) {
    require((in[at] & 0x3e) == 0, "a run is of a sort that is not written here");
    int count = count(most);
    long first = varint();
    long step = ProtoInput.unzigzag(varint());
    long value = signed ? ProtoInput.unzigzag(first) : first;
    for (int i = done; i < done + count; i++) {
      out[i] = value;
      value += step;
    }
    return count;
  }

  /** Steps over a header of two bytes; returns how many numbers follow. */
  private int count(int most) {
    require(end - at >= 2, "numbers end too early");
    int count = ((in[at] & 1) << 8 | (in[at + 1] & 0xff)) + 1;
    require(count <= most, "a run is longer than the rows");
    at += 2;
    return count;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      require(at < end, "numbers end too early");
      byte next = in[at++];
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new MalformedException("a number has more than ten bytes");
  }
}
