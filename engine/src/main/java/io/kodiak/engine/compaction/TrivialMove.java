package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Recognises plans that come down to giving SSTables another place in the tree.
 *
 * <p>No two inputs overlap, so there is nothing to merge; at least one changes its place, as
 * otherwise the policy wants them rewritten; all have the format, the encoding and the size of
 * blocks that files of the output level get; and no tombstone has come to where nothing lies below
 * it, so that a rewrite would be rid of it. Inputs of several runs must also not be small: bringing
 * small files together is why they are merged.
 */
final class TrivialMove {
  private TrivialMove() {}

  static boolean applies(
      CompactionPlan plan,
      Placement placement,
      List<SSTableMeta> inputs,
      Predicate<SSTableMeta> isLikeOutput,
      Supplier<TombstoneRule> tombstones) {
    boolean sameRun = true;
    boolean moves = false;
    for (SSTableMeta input : inputs) {
      sameRun &= isAt(input, inputs.get(0).level(), inputs.get(0).run());
      moves |= !isAt(input, placement.level(), placement.run());
    }
    return moves
        && (sameRun || allLarge(inputs, plan.targetBytes()))
        && disjoint(inputs)
        && inputs.stream().allMatch(isLikeOutput)
        && keepTombstones(inputs, tombstones);
  }

  /** Whether all tombstones have something below, which the rule is only asked for if any has. */
  private static boolean keepTombstones(
      List<SSTableMeta> inputs, Supplier<TombstoneRule> tombstones) {
    List<SSTableMeta> some = inputs.stream().filter(input -> input.tombstones() > 0).toList();
    if (some.isEmpty()) {
      return true;
    }
    TombstoneRule rule = tombstones.get();
    return some.stream().noneMatch(input -> rule.mayDropAll(input.firstKey(), input.lastKey()));
  }

  /** Whether the table is in the run that has this place. */
  static boolean isAt(SSTableMeta table, int level, long run) {
    return table.level() == level && table.run() == run;
  }

  private static boolean disjoint(List<SSTableMeta> inputs) {
    List<SSTableMeta> sorted =
        inputs.stream().sorted(Comparator.comparing(SSTableMeta::firstKey)).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i - 1).overlaps(sorted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean allLarge(List<SSTableMeta> inputs, long targetBytes) {
    return inputs.stream().allMatch(input -> input.bytes() >= targetBytes / 4);
  }
}
