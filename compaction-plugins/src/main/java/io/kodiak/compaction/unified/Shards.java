package io.kodiak.compaction.unified;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where files are cut: at quantiles that first make some ranges of keys and then halve each of
 * them, until files have about their target size.
 *
 * <p>Quantiles move as data comes in. So that old and new files are cut at the same keys, a cut may
 * be a little off: it goes to where, of all files that are there, the fewest reach over it. What
 * was cut once is cut there again as long as it is about right.
 */
final class Shards {
  /** How far a cut may be off, as a part of the range that it cuts. */
  private static final double TOLERANCE = 1 / 6.0;

  /** A range is not narrower than so many of the parts that the quantiles know. */
  private static final int LEAST_PARTS = 4;

  private final Densities densities;
  private final UnifiedOptions options;
  private final List<Slice> quantiles;
  private final List<Slice> firstKeys = new ArrayList<>();
  private final List<Slice> lastKeys = new ArrayList<>();

  /**
   * A place to cut.
   *
   * @param rank in which part of the data the key lies
   * @param crossed how many files reach over it
   */
  private record Cut(Slice key, int rank, int crossed) {}

  Shards(TreeView tree, Densities densities, UnifiedOptions options) {
    this.densities = densities;
    this.options = options;
    this.quantiles = tree.quantiles();
    for (Run run : tree.runs()) {
      for (SSTableMeta table : run.tables()) {
        firstKeys.add(table.firstKey());
        lastKeys.add(table.lastKey());
      }
    }
    firstKeys.sort(null);
    lastKeys.sort(null);
  }

  /** Into how many ranges all keys are cut in files of this density. */
  int count(double density) {
    int count = options.baseShards();
    int most = densities.parts() / LEAST_PARTS;
    if (count > most || density < (double) options.minFileBytes() * count) {
      return 1;
    }
    // Rounded to the nearest power of two: files are at most about √2 times their target.
    while (2 * count <= most && density >= Math.sqrt(2) * options.targetFileBytes() * count) {
      count *= 2;
    }
    return count;
  }

  /** The cuts behind {@code first} and not behind {@code last} of files of this density. */
  List<Slice> boundaries(Slice first, Slice last, double density) {
    int count = count(density);
    List<Slice> found = new ArrayList<>();
    if (count == 1) {
      return found;
    }
    int base = options.baseShards();
    double width = (double) densities.parts() / base;
    int low = 0;
    for (int i = 1; i <= base; i++) {
      Cut cut = i < base ? near(i * width, width, low, densities.parts()) : null;
      if (cut != null || i == base) {
        int high = cut == null ? densities.parts() : cut.rank;
        halve(low, high, count / base, found);
        low = high;
        if (cut != null) {
          found.add(cut.key);
        }
      }
    }
    found.removeIf(key -> key.compareTo(first) <= 0 || key.compareTo(last) > 0);
    return found;
  }

  private void halve(int low, int high, int count, List<Slice> found) {
    if (count < 2 || high - low < 2) {
      return;
    }
    Cut cut = near((low + high) / 2.0, high - low, low, high);
    if (cut != null) {
      halve(low, cut.rank, count / 2, found);
      found.add(cut.key);
      halve(cut.rank, high, count / 2, found);
    }
  }

  /** The best cut near a place, strictly between two others; of equally good ones the nearest. */
  private @Nullable Cut near(double place, double width, int low, int high) {
    double off = width * TOLERANCE;
    int rank = (int) Math.round(place);
    Cut best = null;
    if (rank > low && rank < high) {
      best = cut(quantiles.get(rank - 1));
    }
    int from = Math.max(low + 1, (int) Math.ceil(place - off));
    int to = Math.min(high - 1, (int) Math.floor(place + off));
    if (from <= to && from >= 1) {
      int at = below(firstKeys, quantiles.get(from - 1));
      int end = to < quantiles.size() ? below(firstKeys, quantiles.get(to)) : firstKeys.size();
      while (at < end) {
        Cut cut = cut(firstKeys.get(at++));
        best = best == null || isBetter(cut, best, place) ? cut : best;
      }
    }
    return best;
  }

  private static boolean isBetter(Cut cut, Cut best, double place) {
    double off = Math.abs(cut.rank - place);
    return cut.crossed < best.crossed
        || (cut.crossed == best.crossed && off < Math.abs(best.rank - place));
  }

  private Cut cut(Slice key) {
    return new Cut(key, densities.rank(key), below(firstKeys, key) - below(lastKeys, key));
  }

  /** How many of some ascending keys are less than one. */
  private static int below(List<Slice> keys, Slice key) {
    int low = 0;
    int high = keys.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (keys.get(middle).compareTo(key) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
