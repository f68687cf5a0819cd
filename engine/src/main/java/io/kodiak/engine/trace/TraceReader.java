package io.kodiak.engine.trace;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.Limits;
import io.kodiak.engine.storage.ReadableFile;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace from its begin to its last whole frame. For one thread; closes nothing.
 *
 * <p>Checksums are compared before anything is believed, and what is believed is checked: a frame
 * that is whole and contradicts itself, or the one before, is damage.
 */
public final class TraceReader {
  /** Receives the writes of a frame. */
  public interface Visitor {
    /**
     * One write that was recorded.
     *
     * @param number which write of the table it is since the trace began, from 1
     * @param hash stands for the key
     */
    void write(long number, long hash, KeyPosition position, boolean delete);
  }

  private static final long MOST_WRITES = 1L << 56;

  private final ReadableFile file;
  private final byte[] frame = new byte[TraceFormat.MAX_FRAME_BYTES];
  private long at = TraceFormat.HEADER_BYTES;
  private long begin;
  private int payload;
  private long writes;
  private int halvings;
  private @Nullable FrameHead head;

  /**
   * @throws CorruptionException when the file does not begin as a trace does
   */
  public TraceReader(ReadableFile file) throws IOException {
    this.file = file;
    if (file.length() < TraceFormat.HEADER_BYTES) {
      throw new CorruptionException(
          file.name(),
          0,
          "no recorded trace of Kodiak, or one that a crash cut before anything was recorded: "
              + file.length()
              + " bytes");
    }
    byte[] header = new byte[TraceFormat.HEADER_BYTES];
    file.read(0, header, 0, header.length);
    TraceFormat.checkHeader(header, file.name());
  }

  /** Begins again. */
  public void rewind() {
    at = TraceFormat.HEADER_BYTES;
    writes = 0;
    halvings = 0;
    head = null;
  }

  /**
   * Goes to the next frame.
   *
   * @return false when there is none that is whole
   * @throws CorruptionException when a whole frame says what cannot be
   */
  public boolean next() throws IOException {
    head = null;
    long left = file.length() - at;
    if (left < TraceFormat.FRAME_HEADER_BYTES) {
      return false;
    }
    file.read(at, frame, 0, TraceFormat.FRAME_HEADER_BYTES);
    FrameHead found = TraceFormat.head(frame);
    if (found == null) {
      return false;
    }
    payload = TraceFormat.payloadBytes(frame);
    check(payload >= 0 && payload <= TraceFormat.MAX_PAYLOAD_BYTES, "a frame of that length");
    if (payload > left - TraceFormat.FRAME_HEADER_BYTES) {
      return false;
    }
    file.read(at + TraceFormat.FRAME_HEADER_BYTES, frame, TraceFormat.FRAME_HEADER_BYTES, payload);
    if (!TraceFormat.isPayloadWhole(frame, payload)) {
      return false;
    }
    check(found);
    begin = at;
    at += TraceFormat.FRAME_HEADER_BYTES + payload;
    writes += found.writes();
    halvings = found.halvings();
    head = found;
    return true;
  }

  private void check(FrameHead found) throws CorruptionException {
    check(found.firstWrite() == writes, "the number of writes before it");
    check(found.writes() >= 1 && found.writes() <= MOST_WRITES - writes, "the number of writes");
    check(found.deletes() >= 0 && found.deletes() <= found.writes(), "the number of deletes");
    check(isSum(found.keyBytes(), found.writes(), Limits.MAX_KEY_BYTES), "the bytes of keys");
    check(isSum(found.valueBytes(), found.writes(), Limits.MAX_VALUE_BYTES), "the bytes of values");
    check(found.halvings() >= halvings, "a sample that grows");
    check(found.halvings() <= TraceFormat.MAX_HALVINGS, "the size of the sample");
    check(found.records() >= 0 && found.records() <= found.writes(), "the number of records");
    check(
        (long) found.records() * TraceFormat.MIN_RECORD_BYTES <= payload, "the number of records");
    check(found.lost() >= 0 && found.lost() <= found.writes() - found.records(), "what was lost");
    check(found.beginMillis() >= 0 && found.beginMillis() <= found.endMillis(), "the times");
  }

  /** Whether as many numbers from 0 to {@code most} can add up to {@code sum}, about. */
  private static boolean isSum(long sum, long count, long most) {
    return sum >= 0 && sum / most <= count;
  }

  private void check(boolean holds, String what) throws CorruptionException {
    if (!holds) {
      throw new CorruptionException(file.name(), at, what + " cannot be");
    }
  }

  /** What the frame says of all writes. */
  public FrameHead head() {
    return Objects.requireNonNull(head, "there is no frame");
  }

  /** Passes the writes that the frame has to a visitor, in their order. */
  public void records(Visitor visitor) throws CorruptionException {
    FrameHead here = head();
    long most = here.firstWrite() + here.writes();
    long number = here.firstWrite();
    int position = TraceFormat.FRAME_HEADER_BYTES;
    int end = position + payload;
    for (int i = 0; i < here.records(); i++) {
      long info = 0;
      int shift = 0;
      byte part;
      do {
        checkRecord(position < end && shift < 63, position);
        part = frame[position++];
        info |= (part & 0x7fL) << shift;
        shift += 7;
      } while (part < 0);
      int code = (int) ((info >>> 1) & 3);
      long distance = info >>> 3;
      checkRecord(end - position >= Long.BYTES && KeyPosition.isCode(code), position);
      checkRecord(distance >= 1 && distance <= most - number, position);
      number += distance;
      visitor.write(
          number, TraceFormat.hash(frame, position), KeyPosition.of(code), (info & 1) != 0);
      position += Long.BYTES;
    }
    checkRecord(position == end, position);
  }

  private void checkRecord(boolean holds, int position) throws CorruptionException {
    if (!holds) {
      throw new CorruptionException(file.name(), begin + position, "not a record of a trace");
    }
  }

  /** The bytes behind the frames so far: after the last one, what of the file does not count. */
  public long bytesBehind() {
    return file.length() - at;
  }
}
