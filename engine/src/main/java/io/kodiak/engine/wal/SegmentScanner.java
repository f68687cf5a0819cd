package io.kodiak.engine.wal;

import io.kodiak.engine.storage.LogFile;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Reads the records of one segment, one after the other. For one thread. */
final class SegmentScanner {
  private static final int WINDOW = 1 << 20;

  private final LogFile file;
  private final long number;
  private final long limit;
  private final CRC32C crc = new CRC32C();
  private byte[] window;
  private long windowStart;
  private int windowLength;
  private long position = SegmentFormat.HEADER_BYTES;
  private int payload;
  private int length;
  private long firstSequence;
  private long sequences;
  private long forced;
  private int headerChecksum;

  /**
   * Begins behind the header.
   *
   * @param limit where the records end; {@link Long#MAX_VALUE} when that is unknown
   */
  SegmentScanner(LogFile file, long number, long limit) {
    this.file = file;
    this.number = number;
    this.limit = limit;
    this.window = new byte[(int) Math.min(WINDOW, file.size())];
  }

  /**
   * Reads the next record.
   *
   * @return false when there is none at {@link #position()}, or it is not whole
   */
  boolean next() throws IOException {
    if (position >= limit || !load(SegmentFormat.RECORD_HEADER_BYTES)) {
      return false;
    }
    int at = (int) (position - windowStart);
    if (!SegmentFormat.isRecordHeader(window, at, crc, number, position)) {
      return false;
    }
    length = SegmentFormat.length(window, at);
    if (!load(SegmentFormat.RECORD_HEADER_BYTES + (long) length)) {
      return false;
    }
    at = (int) (position - windowStart);
    payload = at + SegmentFormat.RECORD_HEADER_BYTES;
    if (SegmentFormat.checksum(crc, window, payload, length)
        != SegmentFormat.payloadChecksum(window, at)) {
      return false;
    }
    firstSequence = SegmentFormat.firstSequence(window, at);
    sequences = SegmentFormat.sequences(window, at);
    headerChecksum = SegmentFormat.headerChecksum(window, at);
    forced = SegmentFormat.forced(window, at, position);
    if (sequences > 0) {
      position += SegmentFormat.recordBytes(length);
    }
    return true;
  }

  /** Brings that many bytes from the position on into the window; false when the file has fewer. */
  private boolean load(long bytes) throws IOException {
    if (position + bytes <= windowStart + windowLength) {
      return true;
    }
    if (bytes > file.size() - position) {
      return false;
    }
    if (bytes > window.length) {
      window = new byte[(int) bytes];
    }
    windowStart = position;
    windowLength = (int) Math.min(window.length, file.size() - position);
    file.read(windowStart, window, 0, windowLength);
    return true;
  }

  /** Where the next record begins; the mark of a closed log is never passed. */
  long position() {
    return position;
  }

  /** Where the records end; {@link Long#MAX_VALUE} when that is unknown. */
  long limit() {
    return limit;
  }

  /** Whether the record that was read is the mark of a closed log. */
  boolean isMark() {
    return sequences == 0;
  }

  /** The array that holds the payload until the next record is read. */
  byte[] array() {
    return window;
  }

  int payloadOffset() {
    return payload;
  }

  int payloadLength() {
    return length;
  }

  long firstSequence() {
    return firstSequence;
  }

  long lastSequence() {
    return firstSequence + sequences - 1;
  }

  /** What the record knows to be forced; see {@link SegmentFormat#forced}. */
  long forced() {
    return forced;
  }

  int headerChecksum() {
    return headerChecksum;
  }
}
