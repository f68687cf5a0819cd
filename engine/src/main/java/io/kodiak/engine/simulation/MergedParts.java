package io.kodiak.engine.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Merges tables: a sweep over the places where one begins or ends. Between two of these, what a
 * table adds is what none that is newer has. For one thread.
 */
final class MergedParts {
  private final KeyClasses classes;
  private final TableMaker maker;
  private final List<SimulatedTable> newestFirst;
  private final Coverage below;

  private MergedParts(TableMaker maker, List<SimulatedTable> newestFirst, Coverage below) {
    this.classes = maker.classes();
    this.maker = maker;
    this.newestFirst = newestFirst;
    this.below = below;
  }

  /**
   * Merges tables.
   *
   * @param newestFirst the inputs, what is newer before what is older
   * @param below where tables that stay may hold older versions
   * @return what comes out, by place
   */
  static List<Part> of(TableMaker maker, List<SimulatedTable> newestFirst, Coverage below) {
    return new MergedParts(maker, newestFirst, below).sweep();
  }

  private List<Part> sweep() {
    int count = newestFirst.size();
    Integer[] byFrom = new Integer[count];
    Arrays.setAll(byFrom, i -> i);
    Integer[] byTo = byFrom.clone();
    Arrays.sort(byFrom, Comparator.comparingDouble(i -> newestFirst.get(i).from()));
    Arrays.sort(byTo, Comparator.comparingDouble(i -> newestFirst.get(i).to()));
    List<Part> parts = new ArrayList<>();
    BitSet open = new BitSet(count);
    int begun = 0;
    int ended = 0;
    double place = newestFirst.get(byFrom[0]).from();
    while (ended < count) {
      while (begun < count && newestFirst.get(byFrom[begun]).from() <= place) {
        open.set(byFrom[begun++]);
      }
      while (ended < count && newestFirst.get(byTo[ended]).to() <= place) {
        open.clear(byTo[ended++]);
      }
      double next = begun < count ? newestFirst.get(byFrom[begun]).from() : Double.MAX_VALUE;
      if (ended < count) {
        next = Math.min(next, newestFirst.get(byTo[ended]).to());
      }
      next = below.nextChange(place, next);
      if (!open.isEmpty()) {
        parts.add(part(open, place, next));
      }
      place = next;
    }
    return parts;
  }

  private Part part(BitSet open, double from, double to) {
    int only = open.nextSetBit(0);
    if (open.nextSetBit(only + 1) < 0) {
      Part whole = newestFirst.get(only).content();
      return settled(whole.between(from, to));
    }
    // Tombstones go from the classes that they are of: those which are written often.
    boolean drops = !below.covers(from);
    double[] absent = new double[classes.count()];
    Arrays.fill(absent, 1);
    double[] kept = new double[absent.length];
    double fresh = 0;
    double tombstones = 0;
    for (int each = only; each >= 0; each = open.nextSetBit(each + 1)) {
      SimulatedTable table = newestFirst.get(each);
      fresh += table.fresh() * table.shareWithin(from, to);
      double[] present = table.present();
      double keptShare = drops ? 1 - table.deleted() : 1;
      double added = 0;
      for (int i = 0; i < absent.length; i++) {
        double share = present[i] * absent[i];
        added += share * classes.keys(i);
        kept[i] += share * keptShare;
        absent[i] -= share;
      }
      tombstones += added * (to - from) * table.deleted();
    }
    double entries = fresh + maker.keys(kept) * (to - from);
    double deleted = drops || entries == 0 ? 0 : tombstones / entries;
    return new Part(from, to, kept, deleted, fresh);
  }

  /** Without its tombstones, where nothing older can lie below. */
  private Part settled(Part part) {
    if (part.deleted() == 0 || below.covers(part.from())) {
      return part;
    }
    double entries = maker.entries(part);
    double tombstones = entries * part.deleted();
    double kept = 1 - tombstones / Math.max(1e-9, entries - part.fresh());
    double[] present = part.present().clone();
    for (int i = 0; i < present.length; i++) {
      present[i] *= kept;
    }
    return new Part(part.from(), part.to(), present, 0, part.fresh());
  }
}
