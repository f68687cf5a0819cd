package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.List;

/**
 * Knows, for ascending keys, whether a tombstone that is merged may be left out: when no table that
 * stays may hold an older version of the key, which would then come back to life.
 *
 * <p>Tables are asked by their key ranges. A pointer into each run moves up with the keys, so that
 * a question costs about one comparison a run. For one thread.
 */
final class TombstoneRule {
  private final List<RunPointer> below;

  private TombstoneRule(List<RunPointer> below) {
    this.below = below;
  }

  /**
   * The rule for one merge of this plan.
   *
   * <p>The tables that count are those of all runs behind the one with the newest input, the other
   * inputs left out. Those beside the newest input do not: where one of them has a key, no input of
   * its run has, so any tombstone of that key comes from an older run, and what the table holds is
   * newer.
   */
  static TombstoneRule of(TreeView tree, CompactionPlan plan, Slice first, Slice last) {
    List<RunPointer> below = new ArrayList<>();
    boolean reached = false;
    for (Run run : tree.runs()) {
      if (reached) {
        List<SSTableMeta> staying = new ArrayList<>();
        for (SSTableMeta table : TreeAnalysis.overlapping(run, first, last)) {
          if (!plan.inputs().contains(table.id())) {
            staying.add(table);
          }
        }
        if (!staying.isEmpty()) {
          below.add(new RunPointer(List.copyOf(staying)));
        }
      }
      reached = reached || holdsInput(run, plan);
    }
    return new TombstoneRule(List.copyOf(below));
  }

  private static boolean holdsInput(Run run, CompactionPlan plan) {
    for (SSTableMeta table : run.tables()) {
      if (plan.inputs().contains(table.id())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether no table that stays may hold the key. Keys come in ascending order; the same one may
   * come again.
   */
  boolean mayDrop(byte[] key, int offset, int length) {
    for (RunPointer run : below) {
      if (run.mayHold(key, offset, length)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether no tombstone of a key from {@code first} to {@code last} may be left out, as one table
   * that stays may hold them all. It takes no step upwards: smaller keys may still be asked for.
   */
  boolean keepsAll(Slice first, Slice last) {
    for (RunPointer run : below) {
      if (run.covers(first, last)) {
        return true;
      }
    }
    return false;
  }

  /** Whether no table that stays may hold any key between {@code first} and {@code last}. */
  boolean mayDropAll(Slice first, Slice last) {
    for (RunPointer run : below) {
      int at = TreeAnalysis.firstEndingAtLeast(run.tables, first);
      if (at < run.tables.size() && run.tables.get(at).overlaps(first, last)) {
        return false;
      }
    }
    return true;
  }

  private static final class RunPointer {
    private final List<SSTableMeta> tables;
    private int next;

    RunPointer(List<SSTableMeta> tables) {
      this.tables = tables;
    }

    boolean covers(Slice first, Slice last) {
      for (int i = next; i < tables.size(); i++) {
        SSTableMeta table = tables.get(i);
        if (table.lastKey().compareTo(last) >= 0) {
          return table.firstKey().compareTo(first) <= 0;
        }
      }
      return false;
    }

    boolean mayHold(byte[] key, int offset, int length) {
      while (next < tables.size()) {
        SSTableMeta table = tables.get(next);
        if (table.lastKey().compareTo(key, offset, length) >= 0) {
          return table.firstKey().compareTo(key, offset, length) <= 0;
        }
        next++;
      }
      return false;
    }
  }
}
