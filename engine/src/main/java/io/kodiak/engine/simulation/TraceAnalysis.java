package io.kodiak.engine.simulation;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.simulation.TraceSummary.Interval;
import io.kodiak.engine.simulation.TraceSummary.NewKeys;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.trace.FrameHead;
import io.kodiak.engine.trace.KeyPosition;
import io.kodiak.engine.trace.TraceReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads a trace into a summary.
 *
 * <p>Of the parts that a trace has, each with half the sample of the one before, as many are looked
 * at as leave a sample of enough keys: the keys of the smallest sample of these are in all of them.
 * A table of few keys is known from its first writes. For one thread.
 */
final class TraceAnalysis {
  /** A footprint of so many keys is true to one or two in a hundred. */
  private static final int ENOUGH_KEYS = 4_096;

  /** For what a file that was not recorded by this engine may have; each takes 32 bytes at most. */
  private static final int MOST_KEYS = 1 << 20;

  private static final int INTERVALS = 128;
  private static final double MOST = 0.9;

  private final ReadableFile file;
  private final TraceReader reader;
  private final List<Interval> intervals = new ArrayList<>();
  private long writes;
  private long deletes;
  private long keyBytes;
  private long valueBytes;
  private long lost;

  /** The number of writes up to the last frame of each sample. */
  private final long[] until = new long[64];

  TraceAnalysis(ReadableFile file) throws IOException {
    this.file = file;
    this.reader = new TraceReader(file);
  }

  /** What was found of some of the writes, the first ones. */
  private record Stretch(Footprint footprint, int halvings, NewKeys newKeys) {}

  /** Counts where keys lie that are new. */
  private static final class Positions {
    private long all;
    private long above;
    private long below;

    void add(KeyPosition position) {
      all++;
      above += position == KeyPosition.ABOVE ? 1 : 0;
      below += position == KeyPosition.BELOW ? 1 : 0;
    }

    NewKeys most() {
      if (all > 0 && above >= MOST * all) {
        return NewKeys.RISING;
      }
      return all > 0 && below >= MOST * all ? NewKeys.FALLING : NewKeys.ANYWHERE;
    }
  }

  TraceSummary summary() throws IOException {
    while (reader.next()) {
      add(reader.head());
    }
    long ignored = reader.bytesBehind();
    if (writes == 0) {
      throw new CorruptionException(
          file.name(),
          file.length() - ignored,
          "nothing was recorded, or a crash took it; " + ignored + " bytes are of no use");
    }
    Stretch stretch = enough();
    Footprint footprint = stretch.footprint();
    double share = Math.scalb(1.0, -stretch.halvings());
    return new TraceSummary(
        writes,
        deletes,
        keyBytes,
        valueBytes,
        footprint.lengths()[footprint.lengths().length - 1],
        share,
        footprint.records(),
        footprint.keys(),
        lost,
        FootprintFit.classes(footprint.lengths(), footprint.keysWithin(share), footprint.keys()),
        stretch.newKeys(),
        joined(),
        ignored);
  }

  private void add(FrameHead head) {
    writes += head.writes();
    deletes += head.deletes();
    keyBytes += head.keyBytes();
    valueBytes += head.valueBytes();
    lost += head.lost();
    Arrays.fill(until, head.halvings(), until.length, writes);
    Interval interval =
        new Interval(
            head.beginMillis(),
            head.endMillis(),
            head.writes(),
            head.keyBytes() + head.valueBytes());
    intervals.add(interval);
    if (intervals.size() >= 16 * INTERVALS) {
      List<Interval> fewer = joined();
      intervals.clear();
      intervals.addAll(fewer);
    }
  }

  /** The intervals, joined until there are no more than wanted: stretches of about equal time. */
  private List<Interval> joined() {
    long begin = intervals.get(0).beginMillis();
    long end = intervals.get(intervals.size() - 1).endMillis();
    long each = Math.max(1, (end - begin) / INTERVALS);
    List<Interval> joined = new ArrayList<>();
    Interval open = intervals.get(0);
    for (Interval next : intervals.subList(1, intervals.size())) {
      if (open.endMillis() - open.beginMillis() >= each) {
        joined.add(open);
        // A pause of the writers belongs to what comes after it.
        long from = open.endMillis();
        open = new Interval(from, Math.max(from, next.endMillis()), next.writes(), next.bytes());
      } else {
        open =
            new Interval(
                open.beginMillis(),
                Math.max(open.endMillis(), next.endMillis()),
                open.writes() + next.writes(),
                open.bytes() + next.bytes());
      }
    }
    joined.add(open);
    return joined;
  }

  /** The longest stretch from the begin that has a sample of enough keys. */
  private Stretch enough() throws IOException {
    int halvings = until.length - 1;
    while (halvings > 0 && until[halvings - 1] == writes) {
      halvings--;
    }
    Stretch found = thinned(halvings);
    while (found.footprint().keys() < ENOUGH_KEYS && halvings > 0 && until[halvings - 1] > 0) {
      halvings--;
      found = thinned(halvings);
    }
    return found;
  }

  /** The stretch with the keys of a sample, or of a smaller one if these are too many to keep. */
  private Stretch thinned(int halvings) throws IOException {
    int sample = halvings;
    Stretch found = stretch(until[halvings], sample);
    while (found.footprint().isOverfull() && sample < 63) {
      sample++;
      found = stretch(until[halvings], sample);
    }
    return found;
  }

  private Stretch stretch(long length, int halvings) throws IOException {
    Footprint footprint = new Footprint(length, MOST_KEYS);
    Positions positions = new Positions();
    long outside = ~(-1L >>> halvings);
    reader.rewind();
    while (!footprint.isOverfull() && reader.next() && reader.head().firstWrite() < length) {
      reader.records(
          (number, hash, position, delete) -> {
            boolean sampled = (hash & outside) == 0;
            // Of the first half, too much is new only to the trace.
            if (sampled && footprint.add(number, hash) && 2 * number > length) {
              positions.add(position);
            }
          });
    }
    footprint.end();
    return new Stretch(footprint, halvings, positions.most());
  }
}
