package io.kodiak.engine.wal;

import io.kodiak.engine.storage.LogFile;
import java.io.IOException;
import java.util.zip.CRC32C;

/**
 * What lies behind the last whole record of a segment.
 *
 * @param end where the last trace of a record ends
 * @param forced up to where the log had been forced, as the records there know, relative to the
 *     begin of the segment; {@link Long#MIN_VALUE} when they do not
 * @param witness the position of the record that knows; -1 when there is none
 */
record SegmentTail(long end, long forced, long witness) {
  private static final int WINDOW = 1 << 20;

  /**
   * Looks for headers of records at every position at which one can be. What they tell is believed
   * without their payloads: their checksums hold, and it takes a time that grows with the size
   * alone.
   *
   * @param from a multiple of 8
   * @param to where to stop looking
   * @param recycled whether other records may be left over in the file, so that bytes other than
   *     zero mean nothing
   */
  static SegmentTail of(LogFile file, long number, long from, long to, boolean recycled)
      throws IOException {
    byte[] window = new byte[(int) Math.min(WINDOW, Math.max(0, file.size() - from))];
    CRC32C crc = new CRC32C();
    long stop = Math.min(to, file.size());
    long end = from;
    long forced = Long.MIN_VALUE;
    long witness = -1;
    long start = from;
    while (start < stop) {
      int filled = (int) Math.min(window.length, file.size() - start);
      file.read(start, window, 0, filled);
      int at = 0;
      for (; at + SegmentFormat.RECORD_HEADER_BYTES <= filled; at += 8) {
        long position = start + at;
        if (SegmentFormat.isRecordHeader(window, at, crc, number, position)) {
          end =
              Math.max(end, position + SegmentFormat.recordBytes(SegmentFormat.length(window, at)));
          long known = SegmentFormat.forced(window, at, position);
          if (known > forced) {
            forced = known;
            witness = position;
          }
        } else if (!recycled && SegmentFormat.word(window, at) != 0) {
          end = Math.max(end, position + 8);
        }
      }
      boolean last = start + filled >= stop;
      if (last && !recycled) {
        for (int rest = at; rest < filled; rest++) {
          if (window[rest] != 0) {
            end = Math.max(end, start + rest + 1);
          }
        }
      }
      if (last || at == 0) {
        break;
      }
      start += at;
    }
    // A file that was cut within the padding of its last record is shorter than what it holds.
    return new SegmentTail(Math.max(from, Math.min(end, file.size())), forced, witness);
  }
}
