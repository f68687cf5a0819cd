package io.kodiak.engine.compaction;

import io.kodiak.api.KeyRange;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.SSTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides the keys of a merge into ranges that hold about the same number of bytes, to be merged in
 * parallel.
 *
 * <p>The bounds are keys that blocks of the inputs begin with, weighted by the bytes of the blocks
 * below them, as the open SSTables know them: nothing is read. Where a plan wants its outputs to be
 * cut near such a key, they are cut there: a file ends with every range, and small ones between the
 * end of a range and the next cut would help nobody. A range always has all versions of its keys.
 */
final class KeySplit {
  /**
   * How many target sizes a range has at least. Each range ends with a file that is smaller than
   * the target, so shorter ranges would leave too many small files.
   */
  private static final int LEAST_FILES = 2;

  /**
   * About how many bytes a range has at most. A thread that helps looks for something more urgent
   * between two ranges, so it is to come to the end of one within seconds, however large the merge.
   */
  private static final long MOST_BYTES = 512L << 20;

  /** How finely the bytes are weighed: a range has about so many samples. */
  private static final int SAMPLES = 64;

  private final List<Sample> samples = new ArrayList<>();
  private final List<Slice> boundaries;
  private final long total;
  private final int parts;

  /** So many bytes of a SSTable lie below the key and not below that of its sample before. */
  private record Sample(Slice key, double bytes) {}

  /** Keys, ascending, and about how many bytes of all lie below each. */
  private static final class Scale {
    final Slice[] keys;
    final double[] below;

    Scale(Slice[] keys) {
      this.keys = keys;
      this.below = new double[keys.length];
    }

    /** The first key with at least so many bytes below it; the number of keys: none. */
    int firstWith(double bytes) {
      int found = Arrays.binarySearch(below, bytes);
      int at = found < 0 ? -1 - found : found;
      while (at > 0 && below[at - 1] >= bytes) {
        at--;
      }
      return at;
    }
  }

  private KeySplit(List<Slice> boundaries, long total, int parts) {
    this.boundaries = boundaries;
    this.total = total;
    this.parts = parts;
  }

  /**
   * The ranges, ascending: the first begins below all keys, each ends where the next one begins,
   * and the last has no end. One range when there is too little to be split.
   *
   * @param runs the inputs, those of one run together
   * @param targetBytes about how large a file of the output becomes
   * @param boundaries keys, ascending, at which outputs are cut anyway
   * @param most how many ranges there are at most, unless they were too large; 1: nothing is split
   */
  static List<KeyRange> of(
      List<List<SSTable>> runs, long targetBytes, List<Slice> boundaries, int most) {
    return of(runs, targetBytes, boundaries, most, MOST_BYTES);
  }

  static List<KeyRange> of(
      List<List<SSTable>> runs,
      long targetBytes,
      List<Slice> boundaries,
      int most,
      long mostBytes) {
    long total = 0;
    for (List<SSTable> run : runs) {
      for (SSTable table : run) {
        total += table.meta().bytes();
      }
    }
    long mostFiles = total / LEAST_FILES / targetBytes;
    if (Math.min(most, mostFiles) < 2) {
      return List.of(KeyRange.all());
    }
    long wanted = Math.max(most, total / mostBytes);
    int parts = (int) Math.min(Math.min(wanted, mostFiles), Integer.MAX_VALUE / SAMPLES);
    KeySplit split = new KeySplit(boundaries, total, parts);
    runs.forEach(run -> run.forEach(split::sample));
    return split.ranges();
  }

  private void sample(SSTable table) {
    SSTableMeta meta = table.meta();
    double step = (double) total / parts / SAMPLES;
    double bytesPerRow = (double) meta.bytes() / meta.entries();
    double bytes = 0;
    for (int block = 1; block < table.blockCount(); block++) {
      bytes += table.rows(block - 1) * bytesPerRow;
      if (bytes >= step) {
        samples.add(new Sample(table.separator(block), bytes));
        bytes = 0;
      }
    }
    bytes += table.rows(table.blockCount() - 1) * bytesPerRow;
    samples.add(new Sample(meta.lastKey(), bytes));
  }

  private List<KeyRange> ranges() {
    samples.sort(Comparator.comparing(Sample::key));
    Scale sampled = sampled();
    Scale wanted = wanted(sampled);
    List<KeyRange> ranges = new ArrayList<>();
    @Nullable Slice from = null;
    for (int part = 1; part < parts; part++) {
      Slice to = bound((double) total * part / parts, sampled, wanted);
      if (from == null || to.compareTo(from) > 0) {
        ranges.add(new KeyRange(from, to));
        from = to;
      }
    }
    ranges.add(new KeyRange(from, null));
    return ranges;
  }

  private Scale sampled() {
    Scale scale = new Scale(samples.stream().map(Sample::key).toArray(Slice[]::new));
    double below = 0;
    for (int i = 0; i < samples.size(); i++) {
      below += samples.get(i).bytes();
      scale.below[i] = below;
    }
    return scale;
  }

  private Scale wanted(Scale sampled) {
    Scale scale = new Scale(boundaries.toArray(Slice[]::new));
    int sample = 0;
    for (int i = 0; i < scale.keys.length; i++) {
      while (sample < sampled.keys.length && sampled.keys[sample].compareTo(scale.keys[i]) <= 0) {
        sample++;
      }
      scale.below[i] = sample == 0 ? 0 : sampled.below[sample - 1];
    }
    return scale;
  }

  /** Where to divide with so many bytes below; at a wanted cut that is nearer than half a range. */
  private Slice bound(double bytes, Scale sampled, Scale wanted) {
    double near = (double) total / parts / 2;
    int above = wanted.firstWith(bytes);
    int best = -1;
    for (int i = Math.max(0, above - 1); i <= above && i < wanted.keys.length; i++) {
      double off = Math.abs(wanted.below[i] - bytes);
      if (off < near) {
        near = off;
        best = i;
      }
    }
    return best >= 0
        ? wanted.keys[best]
        : sampled.keys[Math.min(sampled.firstWith(bytes), sampled.keys.length - 1)];
  }
}
