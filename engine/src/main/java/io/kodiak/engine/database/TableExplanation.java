package io.kodiak.engine.database;

import java.util.List;

/**
 * Why the tree of a table looks as it does, what comes next, and what it costs, at one moment.
 *
 * @param table the name of the table
 * @param policy the name of its compaction plug-in
 * @param levels what lies on each level with data, from 0 downwards
 * @param running the compactions of the table that run
 * @param next what would be compacted next, most urgent first: what was asked for by hand, then
 *     what the policy plans; empty when the tree has its shape
 * @param amplification what it costs
 * @param warnings what should not stay so, worst kind first
 */
public record TableExplanation(
    String table,
    String policy,
    List<LevelExplanation> levels,
    List<RunningCompaction> running,
    List<PlannedCompaction> next,
    Amplification amplification,
    List<TreeWarning> warnings) {
  /** Copies the lists. */
  public TableExplanation {
    levels = List.copyOf(levels);
    running = List.copyOf(running);
    next = List.copyOf(next);
    warnings = List.copyOf(warnings);
  }
}
