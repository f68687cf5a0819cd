package io.kodiak.engine.manifest;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a manifest, all integers little-endian.
 *
 * <pre>
 * file   magic 8 | version 4 | CRC32C of magic, version and number 4 | number 8, then frames
 * frame  CRC32C of place and header 4 | kind 4 | length 4 | CRC32C of the payload 4 | forced 8,
 *        then the payload
 * </pre>
 *
 * <p>The checksum of a frame's header covers the number of the manifest and the frame's position,
 * which are not stored there. So nothing but a frame that was written at this very place passes for
 * one, whatever a payload contains.
 *
 * <p>There are two kinds: an edit, and a seal, which is empty. Both tell up to where the file had
 * been forced when they were written. That is what tells damage from a crash: a crash never leaves
 * a damaged frame behind which another says that it had been forced. A seal follows each edit once
 * it was forced, so that this holds for the last edit as well.
 */
final class ManifestFrame {
  static final int FILE_HEADER_BYTES = 24;
  static final int HEADER_BYTES = 24;
  static final int EDIT = 1;
  static final int SEAL = 2;

  private static final long MAGIC = 0x3153_464d_4b41_444bL;
  private static final int VERSION = 1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ManifestFrame() {}

  static byte[] fileHeader(long number) {
    byte[] header = new byte[FILE_HEADER_BYTES];
    LONG.set(header, 0, MAGIC);
    INT.set(header, 8, VERSION);
    LONG.set(header, 16, number);
    INT.set(header, 12, fileHeaderChecksum(header));
    return header;
  }

  /** What is wrong with the begin of a manifest; empty when nothing is. */
  static String fileHeaderProblem(byte[] file, long number) {
    if (file.length < FILE_HEADER_BYTES) {
      return "is cut short within its header";
    }
    if ((long) LONG.get(file, 0) != MAGIC) {
      return "is not a manifest";
    }
    if ((int) INT.get(file, 12) != fileHeaderChecksum(file)) {
      return "the checksum of its header does not match";
    }
    if ((int) INT.get(file, 8) != VERSION) {
      return "has layout " + INT.get(file, 8) + "; this version of Kodiak reads layout " + VERSION;
    }
    return (long) LONG.get(file, 16) == number
        ? ""
        : "is the manifest of number " + LONG.get(file, 16) + ", under another name";
  }

  private static int fileHeaderChecksum(byte[] header) {
    CRC32C crc = new CRC32C();
    crc.update(header, 0, 12);
    crc.update(header, 16, 8);
    return (int) crc.getValue();
  }

  /** A whole frame that will begin at {@code position}. */
  static byte[] frame(long number, long position, int kind, long forced, byte[] payload) {
    byte[] frame = new byte[Math.addExact(HEADER_BYTES, payload.length)];
    INT.set(frame, 4, kind);
    INT.set(frame, 8, payload.length);
    INT.set(frame, 12, checksum(payload, 0, payload.length));
    LONG.set(frame, 16, forced);
    INT.set(frame, 0, headerChecksum(number, position, frame, 0));
    System.arraycopy(payload, 0, frame, HEADER_BYTES, payload.length);
    return frame;
  }

  /** Whether {@code file}, the whole manifest, has the header of a frame at {@code position}. */
  static boolean isHeader(long number, byte[] file, int position) {
    return file.length - position >= HEADER_BYTES
        && (int) INT.get(file, position) == headerChecksum(number, position, file, position);
  }

  static int kind(byte[] file, int position) {
    return (int) INT.get(file, position + 4);
  }

  static int length(byte[] file, int position) {
    return (int) INT.get(file, position + 8);
  }

  /** Up to where the file had been forced when the frame was written. */
  static long forced(byte[] file, int position) {
    return (long) LONG.get(file, position + 16);
  }

  /** Whether the payload behind a valid header is there, and whole. */
  static boolean isWhole(byte[] file, int position) {
    int length = length(file, position);
    int begin = position + HEADER_BYTES;
    return length >= 0
        && length <= file.length - begin
        && checksum(file, begin, length) == (int) INT.get(file, position + 12);
  }

  private static int headerChecksum(long number, long position, byte[] bytes, int at) {
    byte[] place = new byte[16];
    LONG.set(place, 0, number);
    LONG.set(place, 8, position);
    CRC32C crc = new CRC32C();
    crc.update(place, 0, place.length);
    crc.update(bytes, at + 4, HEADER_BYTES - 4);
    return (int) crc.getValue();
  }

  private static int checksum(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }
}
