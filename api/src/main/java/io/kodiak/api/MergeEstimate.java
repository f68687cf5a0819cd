package io.kodiak.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a merge of tables reads, and about what it writes, before it is done.
 *
 * <p>Which keys are in several tables shows only when they are read. Certain are the bounds: at
 * most, no key is in two of the runs; at least, every key of the smaller runs is in the largest one
 * that overlaps it, and every tombstone finds its key. In between, each run is taken for a random
 * choice of the keys that the largest run of the tree holds in that range, so that runs of n₁ … nₖ
 * of N keys have N (1 − (1 − n₁/N) … (1 − nₖ/N)) distinct ones.
 *
 * @param bytesIn the size of the inputs, in bytes
 * @param entriesIn the number of their entries, every version and tombstone counted
 * @param tombstonesOut how many tombstones are in ranges where no older table stays that may hold
 *     their keys: these go, unless a snapshot needs them
 * @param leastBytesOut the least size of the result, in bytes
 * @param bytesOut the expected size of the result, in bytes
 * @param mostBytesOut the greatest size of the result, in bytes
 */
public record MergeEstimate(
    long bytesIn,
    long entriesIn,
    long tombstonesOut,
    long leastBytesOut,
    long bytesOut,
    long mostBytesOut) {

  /**
   * Estimates a merge.
   *
   * @param tree the tree
   * @param inputs the ids of the tables that are merged; those that the tree does not have are
   *     passed over
   */
  public static MergeEstimate of(TreeView tree, Set<Long> inputs) {
    List<SSTableMeta> merged = new ArrayList<>();
    List<Run> older = new ArrayList<>();
    for (Run run : tree.runs()) {
      for (SSTableMeta table : run.tables()) {
        if (inputs.contains(table.id())) {
          merged.add(table);
        }
      }
      if (!merged.isEmpty()) {
        older.add(run);
      }
    }
    double least = 0;
    double expected = 0;
    long tombstonesOut = 0;
    for (List<SSTableMeta> group : TreeAnalysis.groups(merged)) {
      Group part = Group.of(tree, older, group, inputs);
      least += part.least();
      expected += part.expected();
      tombstonesOut += part.tombstonesOut;
    }
    long bytesIn = TreeAnalysis.bytes(merged);
    return new MergeEstimate(
        bytesIn,
        TreeAnalysis.entries(merged),
        tombstonesOut,
        (long) least,
        Math.max((long) least, Math.min(bytesIn, Math.round(expected))),
        bytesIn);
  }

  /**
   * Tables that hang together by overlaps; other inputs have no key of theirs.
   *
   * @param least the least size of their result, in bytes
   * @param expected the expected size of their result, in bytes
   * @param tombstonesOut how many tombstones can go
   */
  private record Group(double least, double expected, long tombstonesOut) {

    /**
     * Sums up a group.
     *
     * @param older the runs of the tree from the newest that has an input on
     */
    static Group of(TreeView tree, List<Run> older, List<SSTableMeta> group, Set<Long> inputs) {
      Slice first = group.get(0).firstKey();
      Slice last = group.get(0).lastKey();
      long tombstones = 0;
      for (SSTableMeta table : group) {
        last = table.lastKey().compareTo(last) > 0 ? table.lastKey() : last;
        tombstones += table.tombstones();
      }
      double[] runs = new double[older.size()];
      double largest = 0;
      boolean free = true;
      for (int i = 0; i < runs.length; i++) {
        for (SSTableMeta table : TreeAnalysis.overlapping(older.get(i), first, last)) {
          boolean merged = inputs.contains(table.id());
          runs[i] += merged ? table.entries() : 0;
          free &= merged;
        }
        largest = Math.max(largest, runs[i]);
      }
      double keys = largest;
      for (Run run : tree.runs()) {
        keys = Math.max(keys, entries(run, first, last));
      }
      double entryBytes = TreeAnalysis.bytes(group) / (double) TreeAnalysis.entries(group);
      long gone = free ? tombstones : 0;
      return new Group(
          Math.max(0, largest - tombstones) * entryBytes,
          Math.max(0, distinct(runs, keys) - gone) * entryBytes,
          gone);
    }

    private static double entries(Run run, Slice first, Slice last) {
      double entries = 0;
      for (SSTableMeta table : TreeAnalysis.overlapping(run, first, last)) {
        entries += table.entries() * TreeAnalysis.share(table, first, last);
      }
      return entries;
    }

    private static double distinct(double[] runs, double keys) {
      double absent = 1;
      for (double entries : runs) {
        absent *= 1 - entries / keys;
      }
      return keys * (1 - absent);
    }
  }
}
