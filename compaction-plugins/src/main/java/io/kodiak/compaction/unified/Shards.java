package io.kodiak.compaction.unified;

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
 *
 * <p>Where a range is halved does not depend on who asks: each cut is looked for once, and only
 * when it is asked for.
 */
final class Shards {
  /** How far a cut may be off, as a part of the range that it cuts. */
  private static final double TOLERANCE = 1 / 6.0;

  /** A range is not narrower than so many of the parts that the quantiles know. */
  private static final int LEAST_PARTS = 4;

  private final UnifiedOptions options;
  private final int parts;
  private final CutSearch search;

  /** The ranges that are not made by halving, ascending, once they are known. */
  private @Nullable List<Shard> base;

  /** A range of keys, with the cut that halves it once that is known. */
  private static final class Shard {
    final int low;
    final int high;
    final @Nullable Slice begin;
    boolean searched;
    @Nullable Shard lower;
    @Nullable Shard upper;

    Shard(int low, int high, @Nullable Slice begin) {
      this.low = low;
      this.high = high;
      this.begin = begin;
    }
  }

  Shards(TreeView tree, Densities densities, UnifiedOptions options) {
    this.options = options;
    this.parts = densities.parts();
    this.search = new CutSearch(tree, densities);
  }

  /** Into how many ranges all keys are cut in files of this density. */
  int count(double density) {
    int count = options.baseShards();
    int most = parts / LEAST_PARTS;
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
    List<Shard> shards = base();
    for (int i = 0; i < shards.size(); i++) {
      Slice begin = shards.get(i).begin;
      Slice end = i + 1 < shards.size() ? shards.get(i + 1).begin : null;
      boolean isBehind = begin != null && begin.compareTo(last) > 0;
      if (!isBehind && begin != null && begin.compareTo(first) > 0) {
        found.add(begin);
      }
      if (!isBehind && (end == null || end.compareTo(first) > 0)) {
        addCuts(shards.get(i), count / options.baseShards(), first, last, found);
      }
    }
    return found;
  }

  private List<Shard> base() {
    if (base != null) {
      return base;
    }
    List<Shard> made = new ArrayList<>();
    double width = (double) parts / options.baseShards();
    int low = 0;
    Slice begin = null;
    for (int i = 1; i < options.baseShards(); i++) {
      CutSearch.Cut cut = search.near(i * width, width * TOLERANCE, low, parts);
      if (cut != null) {
        made.add(new Shard(low, cut.rank(), begin));
        low = cut.rank();
        begin = cut.key();
      }
    }
    made.add(new Shard(low, parts, begin));
    base = made;
    return made;
  }

  /** Adds the cuts of a range that make {@code count} of it; what lies elsewhere is left alone. */
  private void addCuts(Shard shard, int count, Slice first, Slice last, List<Slice> found) {
    if (count < 2 || shard.high - shard.low < 2) {
      return;
    }
    halve(shard);
    Shard lower = shard.lower;
    Shard upper = shard.upper;
    if (lower == null || upper == null || upper.begin == null) {
      return;
    }
    boolean isBehindFirst = upper.begin.compareTo(first) > 0;
    boolean isUpToLast = upper.begin.compareTo(last) <= 0;
    if (isBehindFirst) {
      addCuts(lower, count / 2, first, last, found);
    }
    if (isBehindFirst && isUpToLast) {
      found.add(upper.begin);
    }
    if (isUpToLast) {
      addCuts(upper, count / 2, first, last, found);
    }
  }

  private void halve(Shard shard) {
    if (shard.searched) {
      return;
    }
    shard.searched = true;
    int width = shard.high - shard.low;
    double middle = (shard.low + shard.high) / 2.0;
    CutSearch.Cut cut = search.near(middle, width * TOLERANCE, shard.low, shard.high);
    if (cut != null) {
      shard.lower = new Shard(shard.low, cut.rank(), shard.begin);
      shard.upper = new Shard(cut.rank(), shard.high, cut.key());
    }
  }
}
