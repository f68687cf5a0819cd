package io.kodiak.engine.compaction;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * How many runs may hold one and the same key, and so how many a lookup may have to ask.
 *
 * <p>Known from the key ranges of the SSTables alone. The bytes of one are taken to be spread
 * evenly over the pieces into which the ends of the others cut its range.
 *
 * @param greatest the most runs that may hold any one key; 0 for no SSTables
 * @param average the average over the bytes of the SSTables; 0 for none
 */
public record OverlapDepth(int greatest, double average) {
  /** The depth of the given runs of one tree; found in one sweep over the ends of their tables. */
  public static OverlapDepth of(List<Run> runs) {
    List<SSTableMeta> tables = TreeAnalysis.tables(runs);
    return new OverlapDepth(TreeAnalysis.depth(tables), average(tables));
  }

  private static double average(List<SSTableMeta> tables) {
    TreeSet<Slice> distinct = new TreeSet<>();
    for (SSTableMeta table : tables) {
      distinct.add(table.firstKey());
      distinct.add(table.lastKey());
    }
    Slice[] ends = distinct.toArray(Slice[]::new);
    // Piece 2i is the key i alone, piece 2i + 1 what lies between it and the next.
    int[] depthChange = new int[2 * ends.length + 1];
    double[] bytesChange = new double[2 * ends.length + 1];
    for (SSTableMeta table : tables) {
      int from = 2 * Arrays.binarySearch(ends, table.firstKey());
      int to = 2 * Arrays.binarySearch(ends, table.lastKey());
      double share = table.bytes() / (double) (to - from + 1);
      depthChange[from]++;
      depthChange[to + 1]--;
      bytesChange[from] += share;
      bytesChange[to + 1] -= share;
    }
    return sweep(depthChange, bytesChange);
  }

  private static double sweep(int[] depthChange, double[] bytesChange) {
    int depth = 0;
    double bytes = 0;
    double weighted = 0;
    double whole = 0;
    for (int i = 0; i < depthChange.length; i++) {
      depth += depthChange[i];
      // What was added and taken away again leaves a little behind.
      bytes = depth == 0 ? 0 : bytes + bytesChange[i];
      weighted += depth * bytes;
      whole += bytes;
    }
    return whole > 0 ? weighted / whole : 0;
  }
}
