package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import java.util.HashMap;
import java.util.Map;

/** What compaction did to each level of one table since the database was opened. */
final class CompactionHistory {
  /** What was done to a level of which nothing is known. */
  private static final Entry NOTHING = new Entry(0, "");

  private final Map<Integer, Entry> levels = new HashMap<>();

  /**
   * What was done to a level.
   *
   * @param compactions how many compactions wrote or moved files to it
   * @param lastReason why the last one was done; empty when there was none
   */
  record Entry(long compactions, String lastReason) {}

  /** Notes a plan that was carried out. */
  synchronized void note(CompactionPlan plan) {
    long before = of(plan.outputLevel()).compactions();
    levels.put(plan.outputLevel(), new Entry(before + 1, plan.reason()));
  }

  synchronized Entry of(int level) {
    return levels.getOrDefault(level, NOTHING);
  }
}
