package io.kodiak.engine.trace;

import io.kodiak.api.CorruptionException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a trace, all integers little-endian.
 *
 * <pre>
 * trace   magic 8 | version 4 | zero 4 | begin 8 | most bytes 8 | CRC32C of these 4, then frames
 * frame   CRC32C of the other header bytes 4 | CRC32C of the payload 4 | length of the payload 4
 *         | records 4 | halvings 4 | zero 4 | first write 8 | writes 8 | deletes 8 | bytes of keys 8
 *         | bytes of values 8 | lost 8 | begin 8 | end 8, then the payload
 * record  LEB128 of (distance &lt;&lt; 3 | position &lt;&lt; 1 | delete) | hash of the key 8
 * </pre>
 *
 * <p>{@link FrameHead} says what the fields of a frame mean. The distance is that to the write that
 * was recorded before in the frame, or to the last one before the frame, in writes of the table.
 *
 * <p>The file is appended to, and forced only at its end: a crash leaves any part of its last
 * frames. What follows the first frame that is not whole does not count.
 */
final class TraceFormat {
  static final int HEADER_BYTES = 36;
  static final int FRAME_HEADER_BYTES = 88;
  static final int MAX_PAYLOAD_BYTES = 16 << 10;
  static final int MAX_FRAME_BYTES = FRAME_HEADER_BYTES + MAX_PAYLOAD_BYTES;
  static final int MAX_RECORD_BYTES = 9 + Long.BYTES;
  static final int MIN_RECORD_BYTES = 1 + Long.BYTES;
  static final int MAX_HALVINGS = 63;

  private static final long MAGIC = 0x4543_4152_544b_444bL;
  private static final int VERSION = 1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private TraceFormat() {}

  static byte[] header(long beginMillis, long maxBytes) {
    byte[] bytes = new byte[HEADER_BYTES];
    LONG.set(bytes, 0, MAGIC);
    INT.set(bytes, 8, VERSION);
    LONG.set(bytes, 16, beginMillis);
    LONG.set(bytes, 24, maxBytes);
    INT.set(bytes, 32, crc(bytes, 0, 32));
    return bytes;
  }

  /** Refuses what is not the header of a trace that this class can read. */
  static void checkHeader(byte[] bytes, String file) throws CorruptionException {
    if ((long) LONG.get(bytes, 0) != MAGIC) {
      throw new CorruptionException(file, 0, "not a recorded trace of Kodiak");
    }
    int version = (int) INT.get(bytes, 8);
    if (version != VERSION) {
      throw new CorruptionException(
          file, 8, "a trace of version " + version + "; this engine reads version " + VERSION);
    }
    if ((int) INT.get(bytes, 32) != crc(bytes, 0, 32)) {
      throw new CorruptionException(file, 32, "the checksum of the header does not match");
    }
  }

  /** Completes a frame whose payload is there already. */
  static void seal(byte[] frame, int payloadBytes, FrameHead head) {
    INT.set(frame, 4, crc(frame, FRAME_HEADER_BYTES, payloadBytes));
    INT.set(frame, 8, payloadBytes);
    INT.set(frame, 12, head.records());
    INT.set(frame, 16, head.halvings());
    INT.set(frame, 20, 0);
    LONG.set(frame, 24, head.firstWrite());
    LONG.set(frame, 32, head.writes());
    LONG.set(frame, 40, head.deletes());
    LONG.set(frame, 48, head.keyBytes());
    LONG.set(frame, 56, head.valueBytes());
    LONG.set(frame, 64, head.lost());
    LONG.set(frame, 72, head.beginMillis());
    LONG.set(frame, 80, head.endMillis());
    INT.set(frame, 0, crc(frame, 4, FRAME_HEADER_BYTES - 4));
  }

  /** What the header of a frame says; {@code null} when it is damaged. */
  static @Nullable FrameHead head(byte[] frame) {
    if ((int) INT.get(frame, 0) != crc(frame, 4, FRAME_HEADER_BYTES - 4)) {
      return null;
    }
    return new FrameHead(
        (int) INT.get(frame, 12),
        (int) INT.get(frame, 16),
        (long) LONG.get(frame, 24),
        (long) LONG.get(frame, 32),
        (long) LONG.get(frame, 40),
        (long) LONG.get(frame, 48),
        (long) LONG.get(frame, 56),
        (long) LONG.get(frame, 64),
        (long) LONG.get(frame, 72),
        (long) LONG.get(frame, 80));
  }

  /** The length that the header of a frame claims. */
  static int payloadBytes(byte[] frame) {
    return (int) INT.get(frame, 8);
  }

  static boolean isPayloadWhole(byte[] frame, int payloadBytes) {
    return (int) INT.get(frame, 4) == crc(frame, FRAME_HEADER_BYTES, payloadBytes);
  }

  /** Writes a record at {@code at} and returns the position behind it. */
  static int put(byte[] frame, int at, long info, long hash) {
    int end = at;
    long rest = info;
    while ((rest & ~0x7fL) != 0) {
      frame[end++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    frame[end++] = (byte) rest;
    LONG.set(frame, end, hash);
    return end + Long.BYTES;
  }

  static long hash(byte[] frame, int at) {
    return (long) LONG.get(frame, at);
  }

  private static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
