package io.kodiak.format.orc;

import io.kodiak.api.FileSink;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the bytes of one stream until its stripe is complete, in segments that are kept for the
 * next stripe. For one thread.
 *
 * <p>Segments, and not one growing array, because growth would copy megabytes again and again and
 * leave arrays that the garbage collector has to treat as humongous.
 */
final class ChunkBuffer {
  private static final int SEGMENT_BYTES = 256 << 10;

  private final List<byte[]> spare = new ArrayList<>();
  private final List<Slice> full = new ArrayList<>();
  private byte[] array = new byte[0];
  private int at;
  private long fullBytes;

  /** The bytes held. */
  long size() {
    return fullBytes + at;
  }

  /** Appends a range of bytes; a range is never parted between segments. */
  void append(byte[] source, int offset, int length) {
    if (length > array.length - at) {
      nextSegment(length);
    }
    System.arraycopy(source, offset, array, at, length);
    at += length;
  }

  private void nextSegment(int needed) {
    if (at > 0) {
      full.add(Slice.of(array, 0, at));
      fullBytes += at;
    } else {
      keep(array);
    }
    if (needed > SEGMENT_BYTES || spare.isEmpty()) {
      array = new byte[Math.max(needed, SEGMENT_BYTES)];
    } else {
      array = spare.remove(spare.size() - 1);
    }
    at = 0;
  }

  /** Writes everything to {@code sink} and becomes empty. */
  void drain(FileSink sink) throws IOException {
    for (Slice segment : full) {
      sink.write(segment.array(), 0, segment.length());
      keep(segment.array());
    }
    sink.write(array, 0, at);
    full.clear();
    fullBytes = 0;
    at = 0;
    if (array.length > SEGMENT_BYTES) {
      array = new byte[0];
    }
  }

  private void keep(byte[] segment) {
    if (segment.length == SEGMENT_BYTES) {
      spare.add(segment);
    }
  }
}
