package io.kodiak.compaction.tiered;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.compaction.plan.PlanInputs;
import io.kodiak.compaction.plan.SizeText;
import java.util.ArrayList;
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
  private final GroupInputs inputs;

  /** The runs from {@code from} to {@code to}, both inclusive, of those by age. */
  GroupMerge(Planning planning, int from, int to) {
    this.planning = planning;
    this.runs = planning.runs();
    this.from = from;
    this.to = to;
    this.oldest = runs.get(to);
    this.inputs = new GroupInputs(planning, to);
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
    int level = wantedLevel();
    Optional<PlanInputs> joined = allThatFit();
    if (level > oldest.level() && (joined.isPresent() || oldest.level() == 0)) {
      return planWhole(level, score, reason);
    }
    if (joined.isPresent()) {
      add(joined.get(), score, reason);
      return true;
    }
    return planRanges(score, enough, reason);
  }

  /** What a merge of all reads; empty when that is too much, or taken. */
  private Optional<PlanInputs> allThatFit() {
    long bytes = 0;
    Slice first = runs.get(from).firstKey();
    Slice last = runs.get(from).lastKey();
    for (int run = from; run < to; run++) {
      bytes += planning.bytes(run);
      first = first.compareTo(runs.get(run).firstKey()) < 0 ? first : runs.get(run).firstKey();
      last = last.compareTo(runs.get(run).lastKey()) > 0 ? last : runs.get(run).lastKey();
    }
    return bytes > planning.options().maxMergeBytes()
        ? Optional.empty()
        : inputs.joined(
            TreeAnalysis.tables(runs.subList(from, to)),
            first,
            last,
            planning.options().maxMergeBytes());
  }

  /** The level that the merged run should have: not below an older one. */
  private int wantedLevel() {
    boolean isBase = to == runs.size() - 1;
    int level = Math.max(oldest.level(), isBase ? BASE_LEVEL : MERGED_LEVEL);
    return isBase ? level : Math.min(level, runs.get(to + 1).level());
  }

  /** Merges every table into a deeper level, whose runs are all older. */
  private boolean planWhole(int level, double score, String reason) {
    List<SSTableMeta> all = TreeAnalysis.tables(runs.subList(from, to + 1));
    Set<Long> ids = new HashSet<>();
    for (SSTableMeta table : all) {
      if (planning.isTaken(table)) {
        return false;
      }
      ids.add(table.id());
    }
    planning.add(ids, level, boundaries(all), score, reason);
    return true;
  }

  private boolean planRanges(double score, long enough, String reason) {
    for (int seeds = from; seeds < to; seeds++) {
      if (addRanges(inputs.ranges(runs.get(seeds)), score, enough, reason)) {
        return true;
      }
    }
    if (anyIsTaken()) {
      // What fits has to wait for a merge that runs: nothing larger is worth it meanwhile.
      return false;
    }
    if (to - from > 1 && new GroupMerge(planning, from, to - 1).plan(score, enough, reason)) {
      return true;
    }
    return planLeast(score, reason);
  }

  private boolean anyIsTaken() {
    for (int run = from; run <= to && !planning.taken().isEmpty(); run++) {
      for (SSTableMeta table : runs.get(run).tables()) {
        if (planning.isTaken(table)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Plans ranges, first those where the most newer bytes come to each of the oldest run. */
  private boolean addRanges(
      List<GroupInputs.Range> ranges, double score, long enough, String reason) {
    ranges.sort(Comparator.comparingDouble(GroupInputs.Range::gain).reversed());
    long planned = 0;
    int plans = 0;
    for (GroupInputs.Range range : ranges) {
      if (planned >= enough || plans == MOST_PLANS) {
        break;
      }
      if (!range.inputs().hasAny(planning.taken())) {
        planned += range.newerBytes();
        plans++;
        add(range.inputs(), score, reason + part(range.inputs()));
      }
    }
    return plans > 0;
  }

  /** Plans the cheapest range that moves one table of the second-oldest run, whatever it reads. */
  private boolean planLeast(double score, String reason) {
    Optional<PlanInputs> least = Optional.empty();
    long bytes = Long.MAX_VALUE;
    for (SSTableMeta table : runs.get(to - 1).tables()) {
      Optional<PlanInputs> range =
          inputs.joined(List.of(table), table.firstKey(), table.lastKey(), Long.MAX_VALUE);
      if (range.isPresent() && range.get().bytes() < bytes) {
        bytes = range.get().bytes();
        least = range;
      }
    }
    least.ifPresent(range -> add(range, score, reason + part(range)));
    return least.isPresent();
  }

  private static String part(PlanInputs range) {
    return "; of these, "
        + SizeText.of(range.bytes())
        + " from "
        + range.firstKey()
        + " to "
        + range.lastKey();
  }

  private void add(PlanInputs read, double score, String reason) {
    planning.add(read.ids(), oldest.level(), boundaries(read.tables()), score, reason);
  }

  /**
   * Where the base has files that begin, about one for each file of the output: a table that does
   * not reach over two files of the base can later be merged with one.
   */
  private List<Slice> boundaries(List<SSTableMeta> read) {
    if (to == runs.size() - 1) {
      return List.of();
    }
    List<SSTableMeta> base =
        TreeAnalysis.overlapping(runs.get(runs.size() - 1), first(read), last(read));
    double share = planning.options().targetFileBytes() / (double) TreeAnalysis.bytes(read);
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
