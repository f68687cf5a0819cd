package io.kodiak.format.orc;

import io.kodiak.api.FileSink;
import io.kodiak.api.SlabPool;
import io.kodiak.api.Slice;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the bytes of one stream until its stripe is complete, in segments that are used again. For
 * one thread.
 *
 * <p>Segments, and not one growing array, because growth would copy megabytes again and again and
 * leave arrays that the garbage collector has to treat as humongous.
 */
final class ChunkBuffer {
  /** From so many bytes on, segments are large. */
  private static final int LARGE_CHUNK = 1 << 20;

  private static final byte[] NOTHING = {};

  private final List<Slice> full = new ArrayList<>();
  private byte[] array = NOTHING;
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
    // Before anything changes: there may be no memory, and each segment is given back once.
    SlabPool pool = fullBytes < LARGE_CHUNK ? SlabPool.MEDIUM : SlabPool.LARGE;
    byte[] next = needed > pool.slabBytes() ? new byte[needed] : pool.take();
    if (at > 0) {
      full.add(Slice.of(array, 0, at));
      fullBytes += at;
    } else {
      SlabPool.giveShared(array);
    }
    array = next;
    at = 0;
  }

  /** Writes everything to {@code sink} and becomes empty. */
  void drain(FileSink sink) throws IOException {
    for (Slice segment : full) {
      sink.write(segment.array(), 0, segment.length());
    }
    sink.write(array, 0, at);
    clear();
  }

  /** Lets go of everything. */
  void clear() {
    for (Slice segment : full) {
      SlabPool.giveShared(segment.array());
    }
    full.clear();
    fullBytes = 0;
    SlabPool.giveShared(array);
    array = NOTHING;
    at = 0;
  }
}
