package io.kodiak.api;

import java.util.List;
import java.util.Set;

/**
 * One compaction that a policy proposes: merge these SSTables into that level.
 *
 * <p>The merged data forms a run of the output level: it joins the oldest run of that level from
 * which a table is among the inputs; otherwise the newest run of that level, when no table of it
 * overlaps the span of the inputs from the least key to the greatest; otherwise it becomes a new
 * run, the newest of that level.
 *
 * <p>The engine refuses a plan that names an unknown or busy table, or an output level above one of
 * its inputs, or that would put newer data below older data: every table that overlaps an input and
 * lies, in the order of the tree, between that input and the run of the output must be an input
 * too, and so must every table of that run which overlaps the span of the inputs.
 *
 * @param inputs the ids of the tables to merge, at least one
 * @param outputLevel the level that the result goes to, at least that of every input
 * @param targetBytes about how large each result file should become, in bytes
 * @param priority larger is more urgent; plans run in this order
 * @param boundaries keys at which a new result file begins, however large the one before is,
 *     strictly ascending; those outside of the inputs do nothing, and a table that is moved, not
 *     rewritten, stays whole
 * @param reason why, in words for people
 */
public record CompactionPlan(
    Set<Long> inputs,
    int outputLevel,
    long targetBytes,
    int priority,
    List<Slice> boundaries,
    String reason) {
  /** Copies the collections. */
  public CompactionPlan {
    inputs = Set.copyOf(inputs);
    boundaries = List.copyOf(boundaries);
    if (inputs.isEmpty()) {
      throw new IllegalArgumentException("a plan has at least one input");
    }
    if (outputLevel < 0 || targetBytes < 1) {
      throw new IllegalArgumentException(
          "output level " + outputLevel + ", target " + targetBytes + " bytes: out of range");
    }
    for (int i = 1; i < boundaries.size(); i++) {
      if (boundaries.get(i - 1).compareTo(boundaries.get(i)) >= 0) {
        throw new IllegalArgumentException("boundaries of a plan ascend");
      }
    }
  }

  /** A plan whose results are cut by their size alone. */
  public CompactionPlan(
      Set<Long> inputs, int outputLevel, long targetBytes, int priority, String reason) {
    this(inputs, outputLevel, targetBytes, priority, List.of(), reason);
  }
}
