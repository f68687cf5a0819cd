package io.kodiak.api;

import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of bytes of one size that are used again, for memtables and writers of files.
 *
 * <p>What a memtable or a file under way holds lives just long enough for a generational collector
 * to copy all of it, once or more often, while every writer waits; and each fresh array is first
 * filled with zeros. Arrays that are used again grow old and are left where they lie. The pool of
 * memstore chunks of Apache HBase is there for the same reason.
 *
 * <p>With its header, a slab of the shared sizes is a power of two. Some of the medium ones fill a
 * region of G1, which is then never worth to be copied when they are old; until then they are
 * copied, too. The large ones are humongous objects where regions have 1 MiB, in heaps of up to 2
 * GiB: nothing ever copies these. So whoever needs several megabytes begins with medium slabs and
 * goes on with large ones.
 *
 * <p>There are never more slabs than were in use at once. Those that were not needed for a while
 * are let go of; all are, by a soft reference, where nobody takes any more or memory runs short.
 * Safe for use by several threads.
 */
public final class SlabPool {
  private static final int ARRAY_HEADER = 16;

  /** The slabs of 256 KiB less 16 bytes that everybody in this JVM shares. */
  public static final SlabPool MEDIUM = new SlabPool((256 << 10) - ARRAY_HEADER);

  /** The slabs of 1 MiB less 16 bytes that everybody in this JVM shares. */
  public static final SlabPool LARGE = new SlabPool((1 << 20) - ARRAY_HEADER);

  /**
   * So often a slab is taken before those that stayed all the while are let go of: more often than
   * there are slabs in a large memtable, which takes and gives back all at once.
   */
  private static final int PERIOD = 4096;

  private static final byte UNUSED = (byte) 0xdb;

  private final int slabBytes;
  private SoftReference<ArrayDeque<byte[]>> kept = new SoftReference<>(new ArrayDeque<>());
  private int taken;
  private int least;

  /** Makes a pool without slabs, of {@code slabBytes} bytes each. */
  public SlabPool(int slabBytes) {
    this.slabBytes = slabBytes;
  }

  /** The size of each slab, in bytes. */
  public int slabBytes() {
    return slabBytes;
  }

  /** A slab with any bytes in it: one that was given back, or else a new one. */
  public byte[] take() {
    byte[] slab = poll();
    return slab == null ? new byte[slabBytes] : slab;
  }

  private synchronized byte @Nullable [] poll() {
    ArrayDeque<byte[]> slabs = kept.get();
    if (slabs == null) {
      return null;
    }
    byte[] slab = slabs.pollLast();
    least = Math.min(least, slabs.size());
    if (++taken >= PERIOD) {
      for (; least > 0; least--) {
        slabs.removeFirst();
      }
      taken = 0;
      least = slabs.size();
    }
    return slab;
  }

  /**
   * Gives back a slab that nobody reads or writes any more, also in part; an array of another size
   * is left to the collector.
   *
   * @throws IllegalStateException when it was given back already and is still here; had it been
   *     taken since, two would now write into it, so forget a slab before giving it back
   */
  public void give(byte[] slab) {
    if (slab.length == slabBytes) {
      keep(slab);
    }
  }

  /** Gives back a slab of one of the shared sizes; as {@link #give} in all else. */
  public static void giveShared(byte[] slab) {
    MEDIUM.give(slab);
    LARGE.give(slab);
  }

  private static boolean overwrite(byte[] slab) {
    Arrays.fill(slab, UNUSED);
    return true;
  }

  private synchronized void keep(byte[] slab) {
    ArrayDeque<byte[]> slabs = kept.get();
    if (slabs != null && holds(slabs, slab)) {
      throw new IllegalStateException("a slab was given back twice");
    }
    // Where assertions are on, in tests, whoever goes on reading reads this.
    assert overwrite(slab);
    if (slabs == null) {
      slabs = new ArrayDeque<>();
      kept = new SoftReference<>(slabs);
      least = 0;
    }
    slabs.addLast(slab);
  }

  private static boolean holds(ArrayDeque<byte[]> slabs, byte[] slab) {
    for (byte[] each : slabs) {
      if (each == slab) {
        return true;
      }
    }
    return false;
  }

  /** How many slabs are kept for whoever comes. */
  public synchronized int size() {
    ArrayDeque<byte[]> slabs = kept.get();
    return slabs == null ? 0 : slabs.size();
  }
}
