package io.kodiak.engine.trace;

import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;

/** A frame that is being filled, or waits to be written. For one thread at a time. */
public final class TraceFrame {
  /** The most bytes that a frame takes in a file. */
  public static final int MAX_BYTES = TraceFormat.MAX_FRAME_BYTES;

  private final byte[] bytes = new byte[TraceFormat.MAX_FRAME_BYTES];
  private int end;
  private int records;
  private int halvings;
  private long firstWrite;
  private long writes;
  private long deletes;
  private long keyBytes;
  private long valueBytes;
  private long lost;
  private long beginMillis;
  private long last;

  /** Empties the frame, for the writes after so many. */
  void reset(int sampleHalvings, long writesBefore) {
    end = TraceFormat.FRAME_HEADER_BYTES;
    records = 0;
    halvings = sampleHalvings;
    firstWrite = writesBefore;
    writes = 0;
    deletes = 0;
    keyBytes = 0;
    valueBytes = 0;
    lost = 0;
    last = 0;
  }

  boolean isEmpty() {
    return writes == 0;
  }

  boolean hasRoom() {
    return end + TraceFormat.MAX_RECORD_BYTES <= bytes.length;
  }

  void begin(long millis) {
    beginMillis = millis;
  }

  /** Counts a write. */
  void count(int keyLength, int valueLength, boolean delete) {
    writes++;
    keyBytes += keyLength;
    valueBytes += valueLength;
    if (delete) {
      deletes++;
    }
  }

  /** Records the write that was counted last. */
  void add(long hash, KeyPosition position, boolean delete) {
    long info = ((writes - last) << 3) | (position.code() << 1) | (delete ? 1 : 0);
    end = TraceFormat.put(bytes, end, info, hash);
    last = writes;
    records++;
  }

  /** Notes that the write that was counted last ought to have been recorded. */
  void lose() {
    lost++;
  }

  void seal(long endMillis) {
    TraceFormat.seal(
        bytes,
        end - TraceFormat.FRAME_HEADER_BYTES,
        new FrameHead(
            records,
            halvings,
            firstWrite,
            writes,
            deletes,
            keyBytes,
            valueBytes,
            lost,
            beginMillis,
            Math.max(beginMillis, endMillis)));
  }

  int records() {
    return records;
  }

  /** The size of the frame in bytes. */
  public int size() {
    return end;
  }

  /** Appends the frame, which is whole, to a file. */
  public void writeTo(WritableFile file) throws IOException {
    file.write(bytes, 0, end);
  }

  /** Appends what a trace begins with to a file. */
  public static void writeHeader(WritableFile file, long beginMillis, long maxBytes)
      throws IOException {
    byte[] header = TraceFormat.header(beginMillis, maxBytes);
    file.write(header, 0, header.length);
  }
}
