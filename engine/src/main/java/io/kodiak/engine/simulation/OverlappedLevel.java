package io.kodiak.engine.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The level below the outputs of a merge: says where a file ends because it overlaps too much of
 * it. For one thread.
 */
final class OverlappedLevel {
  private static final double NOWHERE = Double.MAX_VALUE;

  private final List<SimulatedTable> tables;
  private final double limit;
  private int next;
  private double overlapped;
  private double begun;

  /**
   * A level.
   *
   * @param limit how many bytes a file overlaps at most, but for those of one table
   */
  OverlappedLevel(List<SimulatedTable> tables, double limit) {
    this.tables = new ArrayList<>(tables);
    this.tables.sort(Comparator.comparingDouble(SimulatedTable::to));
    this.limit = limit;
  }

  /** Says that a file begins at a place. */
  void begin(double place) {
    overlapped = 0;
    begun = place;
  }

  /**
   * Goes on to a place, or to one before it where the file has to end; a value beyond all places
   * when it need not.
   */
  double end(double place) {
    while (next < tables.size() && tables.get(next).to() < place) {
      SimulatedTable table = tables.get(next++);
      if (table.to() > begun) {
        overlapped += table.meta().bytes();
        if (overlapped > limit) {
          return table.to();
        }
      }
    }
    return NOWHERE;
  }
}
