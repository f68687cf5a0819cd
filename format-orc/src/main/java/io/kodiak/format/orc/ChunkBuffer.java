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

  private static final int DRAIN_BYTES = 256 << 10;

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

  /** Whether the segment under way is an array for one range that was too large for a slab. */
  private boolean isAlone() {
    return array.length > SlabPool.LARGE.slabBytes();
  }

  private void nextSegment(int needed) {
    // Before anything changes: there may be no memory, and each segment is given back once.
    SlabPool pool = fullBytes < LARGE_CHUNK || isAlone() ? SlabPool.MEDIUM : SlabPool.LARGE;
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
      drain(segment.array(), segment.length(), sink);
    }
    drain(array, at, sink);
    clear();
  }

  /** Little by little, so that the thread can let others go first. */
  private static void drain(byte[] array, int length, FileSink sink) throws IOException {
    for (int from = 0; from < length; from += DRAIN_BYTES) {
      sink.write(array, from, Math.min(DRAIN_BYTES, length - from));
    }
  }

  /** Lets go of everything. */
  void clear() {
    // Each is forgotten before it is given back: never twice, whatever happens.
    for (int i = full.size() - 1; i >= 0; i--) {
      SlabPool.giveShared(full.remove(i).array());
    }
    byte[] last = array;
    array = NOTHING;
    at = 0;
    fullBytes = 0;
    SlabPool.giveShared(last);
  }
}
