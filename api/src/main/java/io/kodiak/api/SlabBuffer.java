package io.kodiak.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Bytes that are held in slabs until they can be written to a file, as those of one column until
 * its row group is complete. For one thread.
 *
 * <p>Slabs, and not one growing array, because growth would copy megabytes again and again, and
 * because of what {@link SlabPool} says. The first megabyte is in medium slabs, the rest in large
 * ones. A range that is longer than a slab has an array of its own.
 */
public final class SlabBuffer {
  /** From so many bytes on, slabs are large. */
  private static final int LARGE_BUFFER = 1 << 20;

  private static final int DRAIN_BYTES = 256 << 10;
  private static final byte[] NOTHING = {};

  private final SlabPool medium;
  private final SlabPool large;
  private final List<Slice> full = new ArrayList<>();
  private byte[] array = NOTHING;
  private int at;
  private long fullBytes;

  /** Makes an empty buffer with slabs that all share. */
  public SlabBuffer() {
    this(SlabPool.MEDIUM, SlabPool.LARGE);
  }

  /**
   * Makes an empty buffer.
   *
   * @param medium where the slabs of the first megabyte come from
   * @param large where all others come from
   * @throws IllegalArgumentException when the slabs of {@code large} are not the larger ones
   */
  public SlabBuffer(SlabPool medium, SlabPool large) {
    if (medium.slabBytes() >= large.slabBytes()) {
      throw new IllegalArgumentException(
          "slabs of "
              + medium.slabBytes()
              + " bytes, then of "
              + large.slabBytes()
              + ": the second have to be larger");
    }
    this.medium = medium;
    this.large = large;
  }

  /** The bytes held. */
  public long size() {
    return fullBytes + at;
  }

  /**
   * Appends a range of bytes; a range is never parted between slabs.
   *
   * @throws OutOfMemoryError when there is no memory for another slab; what was appended before
   *     stays
   */
  public void append(byte[] source, int offset, int length) {
    if (length > array.length - at) {
      nextSlab(length);
    }
    System.arraycopy(source, offset, array, at, length);
    at += length;
  }

  private void nextSlab(int needed) {
    // Before anything changes: there may be no memory, and each slab is given back once.
    byte[] next = slab(needed);
    byte[] former = array;
    if (at > 0) {
      full.add(Slice.of(former, 0, at));
      fullBytes += at;
    }
    array = next;
    if (at == 0) {
      give(former);
    }
    at = 0;
  }

  private byte[] slab(int needed) {
    boolean behindAnArrayOfItsOwn = array.length > large.slabBytes();
    SlabPool pool = fullBytes < LARGE_BUFFER || behindAnArrayOfItsOwn ? medium : large;
    return needed > pool.slabBytes() ? new byte[needed] : pool.take();
  }

  /** Writes everything to {@code sink} and becomes empty. */
  public void drain(FileSink sink) throws IOException {
    for (Slice slab : full) {
      drain(slab.array(), slab.length(), sink);
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
  public void clear() {
    // Each is forgotten before it is given back: never twice, whatever happens.
    for (int i = full.size() - 1; i >= 0; i--) {
      give(full.remove(i).array());
    }
    byte[] last = array;
    array = NOTHING;
    at = 0;
    fullBytes = 0;
    give(last);
  }

  private void give(byte[] slab) {
    (slab.length == medium.slabBytes() ? medium : large).give(slab);
  }
}
