package io.kodiak.engine.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The places that at least one of some tables covers. Immutable. */
final class Coverage {
  static final Coverage NONE = new Coverage(new double[0]);

  /** Where what is covered begins and ends, by turns, ascending. */
  private final double[] changes;

  private Coverage(double[] changes) {
    this.changes = changes;
  }

  static Coverage of(List<SimulatedTable> tables) {
    List<SimulatedTable> sorted = new ArrayList<>(tables);
    sorted.sort(Comparator.comparingDouble(SimulatedTable::from));
    double[] changes = new double[2 * sorted.size()];
    int count = 0;
    for (SimulatedTable table : sorted) {
      if (count > 0 && table.from() <= changes[count - 1]) {
        changes[count - 1] = Math.max(changes[count - 1], table.to());
      } else {
        changes[count++] = table.from();
        changes[count++] = table.to();
      }
    }
    return new Coverage(Arrays.copyOf(changes, count));
  }

  /** Whether keys from a place on are covered, to where the next change is. */
  boolean covers(double place) {
    return passed(place) % 2 == 1;
  }

  /** The first change behind a place; {@code to} when there is none before that. */
  double nextChange(double place, double to) {
    int next = passed(place);
    return next < changes.length ? Math.min(to, changes[next]) : to;
  }

  /** How many changes lie at a place or before it. */
  private int passed(double place) {
    int found = Arrays.binarySearch(changes, place);
    return found < 0 ? -found - 1 : found + 1;
  }
}
