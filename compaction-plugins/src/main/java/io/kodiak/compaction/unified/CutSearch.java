package io.kodiak.compaction.unified;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds keys to cut at over which few files reach. What it knows of the files is sorted when it is
 * first asked. For one thread.
 */
final class CutSearch {
  private final TreeView tree;
  private final Densities densities;
  private final List<Slice> quantiles;

  /** The first keys of all files, ascending; empty until a cut is looked for. */
  private Slice[] firstKeys = {};

  /** How many files reach over each of the first keys. */
  private int[] crossed = {};

  /**
   * A place to cut.
   *
   * @param rank in which part of the data the key lies
   * @param crossed how many files reach over it
   */
  record Cut(Slice key, int rank, int crossed) {}

  CutSearch(TreeView tree, Densities densities) {
    this.tree = tree;
    this.densities = densities;
    this.quantiles = tree.quantiles();
  }

  /**
   * The best cut near a place, strictly between two others; of equally good ones the nearest.
   *
   * @param place where it is wanted, as a rank
   * @param off how far it may be from there
   */
  @Nullable Cut near(double place, double off, int low, int high) {
    sort();
    int middle = (int) Math.round(place);
    Cut best = null;
    if (middle > low && middle < high) {
      Slice key = quantiles.get(middle - 1);
      best = new Cut(key, densities.rank(key), reachingOver(key));
    }
    int rank = Math.max(low + 1, (int) Math.ceil(place - off));
    int to = Math.min(high - 1, (int) Math.floor(place + off));
    if (rank > to || rank < 1) {
      return best;
    }
    int at = below(firstKeys, quantiles.get(rank - 1));
    int end = to < quantiles.size() ? below(firstKeys, quantiles.get(to)) : firstKeys.length;
    for (; at < end; at++) {
      if (best == null || crossed[at] <= best.crossed) {
        Slice key = firstKeys[at];
        rank = densities.rank(key, rank);
        boolean isNearer = best == null || Math.abs(rank - place) < Math.abs(best.rank - place);
        if (best == null || crossed[at] < best.crossed || isNearer) {
          best = new Cut(key, rank, crossed[at]);
        }
      }
    }
    return best;
  }

  private int reachingOver(Slice key) {
    int reaching = 0;
    for (Run run : tree.runs()) {
      int found = TreeAnalysis.firstEndingAtLeast(run.tables(), key);
      boolean reaches =
          found < run.tables().size() && run.tables().get(found).firstKey().compareTo(key) < 0;
      reaching += reaches ? 1 : 0;
    }
    return reaching;
  }

  private void sort() {
    if (firstKeys.length > 0) {
      return;
    }
    List<Slice> firsts = new ArrayList<>();
    List<Slice> lasts = new ArrayList<>();
    for (Run run : tree.runs()) {
      for (SSTableMeta table : run.tables()) {
        firsts.add(table.firstKey());
        lasts.add(table.lastKey());
      }
    }
    // Runs are sorted, and to sort what is made of a few sorted pieces is to merge these.
    firsts.sort(null);
    lasts.sort(null);
    firstKeys = firsts.toArray(Slice[]::new);
    crossed = new int[firstKeys.length];
    int begun = 0;
    int ended = 0;
    for (int i = 0; i < crossed.length; i++) {
      Slice key = firstKeys[i];
      if (i > 0 && firstKeys[i - 1].compareTo(key) < 0) {
        begun = i;
      }
      while (ended < lasts.size() && lasts.get(ended).compareTo(key) < 0) {
        ended++;
      }
      crossed[i] = begun - ended;
    }
  }

  /** How many of some ascending keys are less than one. */
  private static int below(Slice[] keys, Slice key) {
    int low = 0;
    int high = keys.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys[middle].compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
