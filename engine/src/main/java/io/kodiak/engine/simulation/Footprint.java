package io.kodiak.engine.simulation;

import java.util.Arrays;

/**
 * How many different keys so many consecutive writes have, on average over all such stretches of a
 * trace: what a memtable holds of so many writes, and a run that was merged from so many.
 *
 * <p>By the formula of Xiang, Ding, Luo and Bao (HOTL: a Higher Order Theory of Locality, ASPLOS
 * 2013): a key is missing in a stretch that lies between two of its writes, before the first or
 * behind the last, so the times between them are all that has to be known. They are kept as counts
 * and sums by size, four sizes an octave, and the footprint is exact for the lengths that these
 * begin with.
 *
 * <p>Chance decides which keys are in the sample. How many writes it ought to have is known, so
 * that it has too many or too few tells of the keys as well, as far as keys are equally popular: a
 * regression estimate. For one thread.
 */
final class Footprint {
  private static final int SIZES_AN_OCTAVE = 4;

  /** Keeps a sample without any key of a few writes from counting for no keys at all. */
  private static final double SMALLEST = 1e-6;

  private final long[] lengths;
  private final long[] counts;
  private final double[] sums;
  private final int mostKeys;
  private long[] hashes = new long[1 << 12];
  private long[] last = new long[1 << 12];
  private int[] writesOf = new int[1 << 12];
  private int keys;
  private long records;

  /**
   * @param writes how many writes the trace has, recorded or not
   * @param mostKeys the most keys that are kept
   */
  Footprint(long writes, int mostKeys) {
    lengths = lengths(writes);
    counts = new long[lengths.length];
    sums = new double[lengths.length];
    this.mostKeys = mostKeys;
  }

  private static long[] lengths(long writes) {
    long[] found = new long[64 * SIZES_AN_OCTAVE];
    int count = 0;
    for (int i = 0; i < found.length; i++) {
      long length = Math.round(Math.pow(2, i / (double) SIZES_AN_OCTAVE));
      if (length >= writes) {
        break;
      }
      if (count == 0 || length > found[count - 1]) {
        found[count++] = length;
      }
    }
    found[count++] = writes;
    return Arrays.copyOf(found, count);
  }

  /**
   * Adds a write.
   *
   * @param number which write of the trace it is, from 1, rising
   * @return whether it is the first one of its key
   */
  boolean add(long number, long hash) {
    records++;
    // Free slots have no number.
    int mask = hashes.length - 1;
    int slot = slot(hash);
    while (last[slot] != 0 && hashes[slot] != hash) {
      slot = (slot + 1) & mask;
    }
    boolean first = last[slot] == 0;
    note(number - last[slot]);
    hashes[slot] = hash;
    last[slot] = number;
    writesOf[slot]++;
    if (first) {
      keys++;
      if (2 * keys > hashes.length) {
        grow();
      }
    }
    return first;
  }

  /** Whether there are more keys than are kept. */
  boolean isOverfull() {
    return keys > mostKeys;
  }

  /**
   * Where to look for a hash first: those of a small sample begin with zeros, so they are mixed.
   */
  private int slot(long hash) {
    return (int) ((hash * 0x9e3779b97f4a7c15L) >>> 32) & (hashes.length - 1);
  }

  private void grow() {
    long[] oldHashes = hashes;
    long[] oldLast = last;
    int[] oldWritesOf = writesOf;
    hashes = new long[2 * oldHashes.length];
    last = new long[hashes.length];
    writesOf = new int[hashes.length];
    int mask = hashes.length - 1;
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldLast[i] != 0) {
        int slot = slot(oldHashes[i]);
        while (last[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        hashes[slot] = oldHashes[i];
        last[slot] = oldLast[i];
        writesOf[slot] = oldWritesOf[i];
      }
    }
  }

  /**
   * Notes a time: from the begin or a key's write before to its write, or from its last to the end.
   */
  private void note(long time) {
    int at = Arrays.binarySearch(lengths, time);
    // A time counts for the stretches that are shorter.
    int size = at < 0 ? -at - 2 : at - 1;
    if (size >= 0) {
      counts[size]++;
      sums[size] += time;
    }
  }

  /** Notes that the trace is over. */
  void end() {
    long writes = lengths[lengths.length - 1];
    for (long number : last) {
      if (number != 0) {
        note(writes - number + 1);
      }
    }
  }

  int keys() {
    return keys;
  }

  long records() {
    return records;
  }

  /** The lengths of stretches that the footprint is known of, rising; the last is that of all. */
  long[] lengths() {
    return lengths.clone();
  }

  /**
   * The footprint of each length. To be asked after {@link #end}.
   *
   * @param share the share of the keys that the sample has
   */
  double[] keysWithin(double share) {
    long writes = lengths[lengths.length - 1];
    double excess = records / (share * writes) - 1;
    double[] within = new double[lengths.length];
    double count = 0;
    double sum = 0;
    for (int i = lengths.length - 1; i >= 0; i--) {
      count += counts[i];
      sum += sums[i];
      long stretches = writes - lengths[i] + 1;
      double sampled = keys - (sum - count * lengths[i]) / stretches;
      double all = Math.max(sampled, SMALLEST) / share;
      double corrected = all / (1 + slope((double) lengths[i] / writes) * excess);
      within[i] = Math.min((double) lengths[i], corrected);
    }
    return within;
  }

  /**
   * By how much the footprint is too large, relative to by how much the number of writes is: from
   * what each key adds to both.
   *
   * @param part the length of the stretches, as a share of all
   */
  private double slope(double part) {
    double within = 0;
    double product = 0;
    double square = 0;
    for (int slot = 0; slot < writesOf.length; slot++) {
      if (writesOf[slot] > 0) {
        double own = -Math.expm1(-writesOf[slot] * part);
        within += own;
        product += own * writesOf[slot];
        square += (double) writesOf[slot] * writesOf[slot];
      }
    }
    return within == 0 ? 0 : product / square * (records / within);
  }
}
