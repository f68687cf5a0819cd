package io.kodiak.compaction.tiered;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.SizeText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes plans that turn neighbours in the order of age into one run: all at once, or key range by
 * key range when that would read too much.
 *
 * <p>In the latter case the tables of a newer run, some that follow each other, are merged into the
 * oldest run of the group together with whatever lies between: a merge never holds more space than
 * its own inputs take, and ranges that share no table are merged side by side. A table that is much
 * wider than its neighbours would bring all of them along; runs of such tables, which are small,
 * wait until they have been merged among themselves and been cut where older runs are cut.
 */
final class GroupMerge {
  /** Where runs go that were merged and are not the oldest. */
  private static final int MERGED_LEVEL = 1;

  /** Where the oldest run goes. */
  private static final int BASE_LEVEL = 2;

  /** The most plans that one group makes in one call; the engine asks again after each. */
  private static final int MOST_PLANS = 16;

  private final Planning planning;
  private final List<Run> runs;
  private final int from;
  private final int to;
  private final Run oldest;

  /** The runs from {@code from} to {@code to}, both inclusive, of those by age. */
  GroupMerge(Planning planning, int from, int to) {
    this.planning = planning;
    this.runs = planning.runs();
    this.from = from;
    this.to = to;
    this.oldest = runs.get(to);
  }

  /**
   * Plans the merge, or the next part of it.
   *
   * @param score how due it is, from 1 on
   * @param enough what goes key range by key range may stop when so many bytes of the newer runs
   *     are planned
   * @param reason why it is due
   * @return whether there is a plan; otherwise what it needs is taken
   */
  boolean plan(double score, long enough, String reason) {
    List<SSTableMeta> newer = new ArrayList<>();
    runs.subList(from, to).forEach(run -> newer.addAll(run.tables()));
    int level = wantedLevel();
    Optional<PlanInputs> joined = joined(newer);
    boolean fits =
        joined.isPresent()
            && TreeAnalysis.bytes(joined.get().tables()) <= planning.options().maxMergeBytes();
    if (level > oldest.level() && (fits || oldest.level() == 0)) {
      return planWhole(newer, level, score, reason);
    }
    if (fits) {
      add(joined.get(), score, reason);
      return true;
    }
    return planRanges(score, enough, reason);
  }

  /** The level that the merged run should have: not below an older one. */
  private int wantedLevel() {
    boolean isBase = to == runs.size() - 1;
    int level = Math.max(oldest.level(), isBase ? BASE_LEVEL : MERGED_LEVEL);
    return isBase ? level : Math.min(level, runs.get(to + 1).level());
  }

  /** Merges every table into a deeper level, whose runs are all older. */
  private boolean planWhole(List<SSTableMeta> newer, int level, double score, String reason) {
    Set<Long> ids = new HashSet<>();
    newer.forEach(table -> ids.add(table.id()));
    oldest.tables().forEach(table -> ids.add(table.id()));
    if (!Collections.disjoint(ids, planning.taken())) {
      return false;
    }
    List<SSTableMeta> all = new ArrayList<>(newer);
    all.addAll(oldest.tables());
    planning.add(ids, level, boundaries(all), score, reason);
    return true;
  }

  /**
   * The tables that a merge of some of the newer runs into the oldest one reads; empty when one of
   * them is taken.
   */
  private Optional<PlanInputs> joined(List<SSTableMeta> newer) {
    Slice first = first(newer);
    List<SSTableMeta> wanted = new ArrayList<>(newer);
    List<SSTableMeta> met = TreeAnalysis.overlapping(oldest, first, last(newer));
    wanted.addAll(met);
    if (!met.isEmpty() || joinsAnyway(newer)) {
      return PlanInputs.within(oldest.level(), planning.tree(), wanted, planning.taken());
    }
    // What overlaps nothing of the run takes a neighbour along, as outputs join the oldest run of
    // the inputs.
    int after = TreeAnalysis.firstEndingAtLeast(oldest.tables(), first);
    for (int neighbour : new int[] {after - 1, after}) {
      if (neighbour >= 0 && neighbour < oldest.tables().size()) {
        wanted.subList(newer.size(), wanted.size()).clear();
        wanted.add(oldest.tables().get(neighbour));
        Optional<PlanInputs> inputs =
            PlanInputs.within(oldest.level(), planning.tree(), wanted, planning.taken());
        if (inputs.isPresent()) {
          return inputs;
        }
      }
    }
    return Optional.empty();
  }

  private boolean joinsAnyway(List<SSTableMeta> newer) {
    boolean newestOfLevel = planning.tree().level(oldest.level()).get(0).id() == oldest.id();
    return newestOfLevel && newer.stream().allMatch(table -> table.level() < oldest.level());
  }

  private boolean planRanges(double score, long enough, String reason) {
    for (int seeds = from; seeds < to; seeds++) {
      if (addRanges(ranges(runs.get(seeds)), score, enough, reason)) {
        return true;
      }
    }
    if (runs.subList(from, to + 1).stream()
        .anyMatch(run -> run.tables().stream().anyMatch(planning::isTaken))) {
      // What fits has to wait for a merge that runs: nothing larger is worth it meanwhile.
      return false;
    }
    if (to - from > 1 && new GroupMerge(planning, from, to - 1).plan(score, enough, reason)) {
      return true;
    }
    return planLeast(score, reason);
  }

  /** Whole neighbouring tables of a run with what they lie above, as much as one merge may read. */
  private List<PlanInputs> ranges(Run seeds) {
    List<PlanInputs> ranges = new ArrayList<>();
    List<SSTableMeta> current = new ArrayList<>();
    Optional<PlanInputs> range = Optional.empty();
    for (SSTableMeta table : seeds.tables()) {
      current.add(table);
      Optional<PlanInputs> wider = fitting(current);
      if (wider.isEmpty()) {
        range.ifPresent(ranges::add);
        current = new ArrayList<>(List.of(table));
        wider = fitting(current);
      }
      if (wider.isEmpty()) {
        current.clear();
      }
      range = wider;
    }
    range.ifPresent(ranges::add);
    return ranges;
  }

  private Optional<PlanInputs> fitting(List<SSTableMeta> newer) {
    return joined(newer)
        .filter(
            inputs -> TreeAnalysis.bytes(inputs.tables()) <= planning.options().maxMergeBytes());
  }

  /** Plans ranges, first those where the most newer bytes come to each of the oldest run. */
  private boolean addRanges(List<PlanInputs> ranges, double score, long enough, String reason) {
    ranges.sort(Comparator.comparingDouble(this::gain).reversed());
    long planned = 0;
    int plans = 0;
    for (PlanInputs range : ranges) {
      if (planned < enough
          && plans < MOST_PLANS
          && Collections.disjoint(range.ids(), planning.taken())) {
        planned += TreeAnalysis.bytes(range.tables()) - oldestBytes(range);
        plans++;
        add(range, score, reason + part(range));
      }
    }
    return plans > 0;
  }

  /** Plans the cheapest range that moves one table of the second-oldest run, whatever it reads. */
  private boolean planLeast(double score, String reason) {
    Optional<PlanInputs> least = Optional.empty();
    long bytes = Long.MAX_VALUE;
    for (SSTableMeta table : runs.get(to - 1).tables()) {
      Optional<PlanInputs> range = joined(List.of(table));
      if (range.isPresent() && TreeAnalysis.bytes(range.get().tables()) < bytes) {
        bytes = TreeAnalysis.bytes(range.get().tables());
        least = range;
      }
    }
    least.ifPresent(range -> add(range, score, reason + part(range)));
    return least.isPresent();
  }

  private double gain(PlanInputs range) {
    long below = oldestBytes(range);
    return (TreeAnalysis.bytes(range.tables()) - below) / (double) Math.max(1, below);
  }

  private long oldestBytes(PlanInputs range) {
    long bytes = 0;
    for (SSTableMeta table : range.tables()) {
      boolean isOldest = table.level() == oldest.level() && table.run() == oldest.id();
      bytes += isOldest ? table.bytes() : 0;
    }
    return bytes;
  }

  private static String part(PlanInputs range) {
    return "; of these, "
        + SizeText.of(TreeAnalysis.bytes(range.tables()))
        + " from "
        + range.firstKey()
        + " to "
        + range.lastKey();
  }

  private void add(PlanInputs inputs, double score, String reason) {
    planning.add(
        inputs.ids(), oldest.level(), boundaries(new ArrayList<>(inputs.tables())), score, reason);
  }

  /**
   * Where the base has files that begin, about one for each file of the output: a table that does
   * not reach over two files of the base can later be merged with one.
   */
  private List<Slice> boundaries(List<SSTableMeta> inputs) {
    if (to == runs.size() - 1) {
      return List.of();
    }
    List<SSTableMeta> base =
        TreeAnalysis.overlapping(runs.get(runs.size() - 1), first(inputs), last(inputs));
    double share = planning.options().targetFileBytes() / (double) TreeAnalysis.bytes(inputs);
    double each = TreeAnalysis.bytes(base) * share;
    List<Slice> boundaries = new ArrayList<>();
    double passed = 0;
    for (SSTableMeta table : base) {
      if (passed > 0 && passed >= each) {
        boundaries.add(table.firstKey());
        passed = 0;
      }
      passed += table.bytes();
    }
    return boundaries;
  }

  private static Slice first(List<SSTableMeta> tables) {
    return tables.stream().map(SSTableMeta::firstKey).min(Slice::compareTo).orElseThrow();
  }

  private static Slice last(List<SSTableMeta> tables) {
    return tables.stream().map(SSTableMeta::lastKey).max(Slice::compareTo).orElseThrow();
  }
}
