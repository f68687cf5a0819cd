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
   * The rule for one merge of this plan: the tables that count are those in the order of the tree
   * from the newest input on, the other inputs left out.
   */
  static TombstoneRule of(TreeView tree, CompactionPlan plan, Slice first, Slice last) {
    List<RunPointer> below = new ArrayList<>();
    boolean reached = false;
    for (Run run : tree.runs()) {
      reached = reached || holdsInput(run, plan);
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
      for (SSTableMeta table : run.tables) {
        if (table.overlaps(first, last)) {
          return false;
        }
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
