package io.kodiak.memtable.order;

import io.kodiak.api.EntryView;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;

/**
 * References to entries by key upwards and, within a key, by sequence downwards; each may have a
 * companion, a number that is the caller's.
 *
 * <p>A binary search that compares entries waits for memory at every step. So of every sixteenth
 * key the {@link KeyDigest} is kept, which narrows a search without looking at an entry; that costs
 * half a byte an entry.
 *
 * <p>Immutable.
 */
public final class SortedEntries {
  private static final int STRIDE_BITS = 4;
  private static final int[] NONE = new int[0];
  private static final long[] NO_SAMPLES = new long[0];
  private static final long REFERENCE = 0xffffffffL;
  private static final int ARRAY_HEADER = 16;

  private final EntryArena entries;
  private final int[] references;
  private final int[] companions;
  private final int count;
  private final KeyDigest digest;
  private final long[] samples;

  private SortedEntries(EntryArena entries, int[] references, int[] companions) {
    this.entries = entries;
    this.references = references;
    this.companions = companions;
    this.count = references.length;
    EntryView low = new EntryView();
    EntryView high = new EntryView();
    if (count > 0) {
      entries.read(references[0], low);
      entries.read(references[count - 1], high);
    }
    digest = KeyDigest.between(low, high);
    samples = new long[count >>> STRIDE_BITS];
    for (int i = 0; i < samples.length; i++) {
      entries.read(references[((i + 1) << STRIDE_BITS) - 1], low);
      samples[i] = digest.of(low.keyArray(), low.keyOffset(), low.keyLength());
    }
  }

  /** The first {@code count} of an array that is sorted already; no samples are taken. */
  SortedEntries(EntryArena entries, int[] references, int count) {
    this.entries = entries;
    this.references = references;
    this.companions = NONE;
    this.count = count;
    this.digest = KeyDigest.between(new EntryView(), new EntryView());
    this.samples = NO_SAMPLES;
  }

  /**
   * Sorts references.
   *
   * @param references in any order, best in that in which the entries were added; from now on this
   *     object's
   */
  public static SortedEntries of(EntryArena entries, int[] references) {
    EntrySort.sort(entries, references, 0, references.length);
    return new SortedEntries(entries, references, NONE);
  }

  /**
   * Sorts references that have companions.
   *
   * @param items a reference in the low half of each, its companion in the high half; overwritten
   */
  public static SortedEntries withCompanions(EntryArena entries, long[] items) {
    EntrySort.sort(entries, items);
    int[] references = new int[items.length];
    int[] companions = new int[items.length];
    for (int i = 0; i < items.length; i++) {
      references[i] = (int) items[i];
      companions[i] = (int) (items[i] >>> Integer.SIZE);
    }
    return new SortedEntries(entries, references, companions);
  }

  /** An item for {@link #withCompanions}. */
  public static long item(int reference, int companion) {
    return (long) companion << Integer.SIZE | (reference & REFERENCE);
  }

  /** The number of entries. */
  public int count() {
    return count;
  }

  /** The reference at a place in the order. */
  public int reference(int index) {
    return references[index];
  }

  /** The companion of the reference at a place in the order. */
  public int companion(int index) {
    return companions[index];
  }

  EntryArena entries() {
    return entries;
  }

  /**
   * The index of the first entry at or behind the place that key and sequence mark; the count when
   * there is none.
   */
  public int position(byte[] key, int offset, int length, long sequence) {
    return position(key, offset, length, sequence, 0);
  }

  private int position(byte[] key, int offset, int length, long sequence, int atLeast) {
    int low = atLeast;
    int high = count;
    if (samples.length > 0) {
      long sought = digest.of(key, offset, length);
      int below = samplesBelow(sought, low >>> STRIDE_BITS, false);
      int notAbove = below;
      if (below < samples.length && samples[below] == sought) {
        notAbove = samplesBelow(sought, below, true);
      }
      low = Math.max(low, below << STRIDE_BITS);
      high = notAbove < samples.length ? ((notAbove + 1) << STRIDE_BITS) - 1 : count;
    }
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (entries.compare(references[middle], key, offset, length, sequence) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The number of samples that are below a digest, or below or equal. */
  private int samplesBelow(long sought, int atLeast, boolean orEqual) {
    int low = atLeast;
    int high = samples.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = Long.compareUnsigned(samples[middle], sought);
      if (order < 0 || (orEqual && order == 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** These entries and others of the same arena, in a time that the fewer others decide. */
  public SortedEntries mergedWith(SortedEntries added) {
    if (added.count == 0) {
      return this;
    }
    if (count == 0) {
      return added;
    }
    int[] merged = new int[count + added.count];
    int[] mergedCompanions = companions.length > 0 ? new int[merged.length] : NONE;
    EntryView view = new EntryView();
    int taken = 0;
    for (int i = 0; i <= added.count; i++) {
      int place = count;
      if (i < added.count) {
        int reference = added.references[i];
        entries.read(reference, view);
        place =
            position(view.keyArray(), view.keyOffset(), view.keyLength(), view.sequence(), taken);
        merged[place + i] = reference;
      }
      System.arraycopy(references, taken, merged, taken + i, place - taken);
      if (mergedCompanions != NONE) {
        System.arraycopy(companions, taken, mergedCompanions, taken + i, place - taken);
        if (i < added.count) {
          mergedCompanions[place + i] = added.companions[i];
        }
      }
      taken = place;
    }
    return new SortedEntries(entries, merged, mergedCompanions);
  }

  /** The heap that this object takes without the entries, in bytes. */
  public long heapBytes() {
    long companionBytes = companions == NONE ? 0 : arrayBytes(Integer.BYTES, companions.length);
    return 40
        + arrayBytes(Integer.BYTES, references.length)
        + companionBytes
        + arrayBytes(Long.BYTES, samples.length)
        + digest.heapBytes();
  }

  private static long arrayBytes(int bytes, int length) {
    return ARRAY_HEADER + (((long) bytes * length + 7) & -8L);
  }
}
