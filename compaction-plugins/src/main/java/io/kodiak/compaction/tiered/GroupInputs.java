package io.kodiak.compaction.tiered;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What merges of newer tables into the oldest run of a group have to read. For one thread. */
final class GroupInputs {
  private final Planning planning;
  private final List<Run> runs;
  private final int to;
  private final Run oldest;

  /** Those of a group whose oldest run is {@code to} of those by age. */
  GroupInputs(Planning planning, int to) {
    this.planning = planning;
    this.runs = planning.runs();
    this.to = to;
    this.oldest = runs.get(to);
  }

  /**
   * The tables that a merge of some of the newer runs into the oldest one reads.
   *
   * @param first the least key of these
   * @param last the greatest key of these
   * @param most how many bytes it may read
   * @return empty when it would read more, or one of the tables is taken
   */
  Optional<PlanInputs> joined(List<SSTableMeta> newer, Slice first, Slice last, long most) {
    int after = TreeAnalysis.firstEndingAtLeast(oldest.tables(), first);
    if (joins(first, last)) {
      List<SSTableMeta> wanted = new ArrayList<>(newer);
      if (meetsOldest(first, last)) {
        wanted.add(oldest.tables().get(after));
      }
      return PlanInputs.within(oldest.level(), planning.tree(), wanted, planning.taken(), most);
    }
    // What overlaps nothing of the run takes a neighbour along, as outputs join the oldest run of
    // the inputs.
    for (int neighbour : new int[] {after - 1, after}) {
      if (neighbour >= 0 && neighbour < oldest.tables().size()) {
        List<SSTableMeta> wanted = new ArrayList<>(newer);
        wanted.add(oldest.tables().get(neighbour));
        Optional<PlanInputs> inputs =
            PlanInputs.within(oldest.level(), planning.tree(), wanted, planning.taken());
        if (inputs.isPresent()) {
          return inputs.filter(read -> read.bytes() <= most);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a merge of newer tables with these keys joins the oldest run by itself. */
  private boolean joins(Slice first, Slice last) {
    boolean newestOfLevel = to == 0 || runs.get(to - 1).level() < oldest.level();
    return newestOfLevel || meetsOldest(first, last);
  }

  private boolean meetsOldest(Slice first, Slice last) {
    int met = TreeAnalysis.firstEndingAtLeast(oldest.tables(), first);
    return met < oldest.tables().size() && oldest.tables().get(met).firstKey().compareTo(last) <= 0;
  }

  /** Whole neighbouring tables of a run with what they lie above, as much as one merge may read. */
  List<Range> ranges(Run seeds) {
    List<Range> ranges = new ArrayList<>();
    List<SSTableMeta> current = new ArrayList<>();
    Optional<PlanInputs> range = Optional.empty();
    for (SSTableMeta table : seeds.tables()) {
      Optional<PlanInputs> wider = wider(range, current, table);
      if (wider.isEmpty()) {
        range.ifPresent(whole -> ranges.add(range(whole)));
        wider = current.isEmpty() ? wider : wider(Optional.empty(), List.of(), table);
        current.clear();
      }
      if (wider.isPresent()) {
        current.add(table);
      }
      range = wider;
    }
    range.ifPresent(whole -> ranges.add(range(whole)));
    return ranges;
  }

  /**
   * A range with one more table.
   *
   * @param range empty when {@code current} is
   * @param current the tables that it was made for
   */
  private Optional<PlanInputs> wider(
      Optional<PlanInputs> range, List<SSTableMeta> current, SSTableMeta table) {
    long most = planning.options().maxMergeBytes();
    if (range.isPresent()) {
      Slice first = current.get(0).firstKey();
      // Either way the run that is joined stays, and a neighbour that was taken along does too: it
      // brings nothing but itself, so what is in its way now is in the way of the other as well.
      if (joins(first, current.get(current.size() - 1).lastKey())
          || !joins(first, table.lastKey())) {
        return range.get().with(table, planning.taken()).filter(read -> read.bytes() <= most);
      }
    }
    List<SSTableMeta> newer = new ArrayList<>(current);
    newer.add(table);
    return joined(newer, newer.get(0).firstKey(), table.lastKey(), most);
  }

  /**
   * A range of keys to merge.
   *
   * @param inputs what is read
   * @param oldestBytes how much of that is in the oldest run
   */
  record Range(PlanInputs inputs, long oldestBytes) {
    long newerBytes() {
      return inputs.bytes() - oldestBytes;
    }

    double gain() {
      return newerBytes() / (double) Math.max(1, oldestBytes);
    }
  }

  private Range range(PlanInputs inputs) {
    long bytes = 0;
    for (SSTableMeta table : inputs.tables()) {
      boolean isOldest = table.level() == oldest.level() && table.run() == oldest.id();
      bytes += isOldest ? table.bytes() : 0;
    }
    return new Range(inputs, bytes);
  }
}
