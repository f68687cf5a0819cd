package io.kodiak.engine.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a segment of the write-ahead log, all integers little-endian.
 *
 * <pre>
 * segment  magic 8 | version 2 | flags 2 | CRC32C of the other header bytes 4 | number 8
 *          | previous segment 8 | its end 8 | its chain 8 | base 8 | forced 8, then records
 * record   CRC32C of the other header bytes 4 | CRC32C of the payload 4 | length 4 | place 4
 *          | first sequence 8 | number of sequences 4 | unforced 4, then the payload, then up to 7
 *          bytes until the next multiple of 8
 * </pre>
 *
 * <p>The log is one row of bytes: the base of a segment is the position in that row at which it
 * begins, the sum of the ends of all segments before it. <em>Forced</em> is the position up to
 * which the log had been forced when the header was written, and <em>unforced</em> the distance of
 * the record's begin to it. That is what tells damage from a crash: a crash may leave any part of
 * what was not forced, but nothing damaged in front of a position that some later header has as
 * forced.
 *
 * <p>The place is made of the segment's number and the record's position. A record that is left
 * over from when the file was a segment of another number, or that is part of a payload, does not
 * pass for one of this segment.
 *
 * <p>The chain is a hash over the checksums of all records so far. With it the next segment tells
 * that the one before is there, complete and the same.
 *
 * <p>A record of no sequences is the mark that a log closed in good order ends with.
 */
final class SegmentFormat {
  static final int HEADER_BYTES = 64;
  static final int RECORD_HEADER_BYTES = 32;

  private static final long MAGIC = 0x314c_4157_4b41_444bL;
  private static final short VERSION = 1;
  private static final short RECYCLED = 1;
  private static final int UNKNOWN = -1;
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private SegmentFormat() {}

  /** The bytes that a record of a payload of {@code length} bytes takes. */
  static long recordBytes(int length) {
    return (RECORD_HEADER_BYTES + (long) length + 7) & ~7L;
  }

  static byte[] encode(SegmentHeader header) {
    byte[] bytes = new byte[HEADER_BYTES];
    LONG.set(bytes, 0, MAGIC);
    SHORT.set(bytes, 8, VERSION);
    SHORT.set(bytes, 10, header.recycled() ? RECYCLED : (short) 0);
    LONG.set(bytes, 16, header.number());
    LONG.set(bytes, 24, header.previous());
    LONG.set(bytes, 32, header.previousEnd());
    LONG.set(bytes, 40, header.previousChain());
    LONG.set(bytes, 48, header.base());
    LONG.set(bytes, 56, header.forced());
    INT.set(bytes, 12, headerChecksum(bytes));
    return bytes;
  }

  /** Whether these bytes are the header of some segment. */
  static boolean isHeader(byte[] bytes) {
    return (long) LONG.get(bytes, 0) == MAGIC && (int) INT.get(bytes, 12) == headerChecksum(bytes);
  }

  /** Whether a valid header is of the layout that this class describes. */
  static boolean isKnownVersion(byte[] bytes) {
    return (short) SHORT.get(bytes, 8) == VERSION;
  }

  /** Decodes a valid header. */
  static SegmentHeader decode(byte[] bytes) {
    return new SegmentHeader(
        (long) LONG.get(bytes, 16),
        (long) LONG.get(bytes, 24),
        (long) LONG.get(bytes, 32),
        (long) LONG.get(bytes, 40),
        (long) LONG.get(bytes, 48),
        (long) LONG.get(bytes, 56),
        ((short) SHORT.get(bytes, 10) & RECYCLED) != 0);
  }

  private static int headerChecksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, 12);
    crc.update(bytes, 16, HEADER_BYTES - 16);
    return (int) crc.getValue();
  }

  /**
   * Writes the header of a record to the begin of {@code target}.
   *
   * @param unforced the distance from the position up to which the log is forced to the record
   * @return its checksum, which goes into the chain
   */
  static int encodeRecord(
      byte[] target,
      CRC32C crc,
      int payloadChecksum,
      int length,
      long number,
      long position,
      long firstSequence,
      int sequences,
      long unforced) {
    INT.set(target, 4, payloadChecksum);
    INT.set(target, 8, length);
    INT.set(target, 12, place(number, position));
    LONG.set(target, 16, firstSequence);
    INT.set(target, 24, sequences);
    INT.set(target, 28, unforced > 0xffff_fffeL ? UNKNOWN : (int) unforced);
    int checksum = checksum(crc, target, 4, RECORD_HEADER_BYTES - 4);
    INT.set(target, 0, checksum);
    return checksum;
  }

  /**
   * Whether the header of a record of that segment and position is in {@code bytes} at {@code at}.
   */
  static boolean isRecordHeader(byte[] bytes, int at, CRC32C crc, long number, long position) {
    return (int) INT.get(bytes, at + 12) == place(number, position)
        && (int) INT.get(bytes, at) == checksum(crc, bytes, at + 4, RECORD_HEADER_BYTES - 4)
        && length(bytes, at) >= 0;
  }

  static int headerChecksum(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static int payloadChecksum(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + 4);
  }

  static int length(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + 8);
  }

  static long firstSequence(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at + 16);
  }

  /** How many sequences the record has; 0 for the mark of a closed log. */
  static long sequences(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + 24) & 0xffff_ffffL;
  }

  /**
   * Up to where the log had been forced when the record at {@code position} of a segment was
   * written, relative to the begin of the segment; {@link Long#MIN_VALUE} when that is too far
   * away.
   */
  static long forced(byte[] bytes, int at, long position) {
    int unforced = (int) INT.get(bytes, at + 28);
    return unforced == UNKNOWN ? Long.MIN_VALUE : position - (unforced & 0xffff_ffffL);
  }

  static long word(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** The chain with one more record. */
  static long chain(long chain, int recordHeaderChecksum) {
    return (chain ^ recordHeaderChecksum) * 0x9e37_79b9_7f4a_7c15L + 1;
  }

  static int checksum(CRC32C crc, byte[] bytes, int offset, int length) {
    crc.reset();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  private static int place(long number, long position) {
    return (int) number * 0x9e37_79b1 + (int) position;
  }
}
