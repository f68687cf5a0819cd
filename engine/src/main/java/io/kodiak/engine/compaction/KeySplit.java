package io.kodiak.engine.compaction;

import io.kodiak.api.KeyRange;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.SSTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Divides the keys of a merge into ranges that hold about the same number of bytes, to be merged in
 * parallel.
 *
 * <p>The bounds are keys that blocks of the inputs begin with, weighted by the bytes of the blocks
 * below them, as the open SSTables know them: nothing is read. A range always has all versions of
 * its keys.
 */
final class KeySplit {
  /**
   * How many target sizes a range has at least. Each range ends with a file that is smaller than
   * the target, so shorter ranges would leave too many small files.
   */
  private static final int LEAST_FILES = 2;

  /** How finely the bytes are weighed: a range has about so many samples. */
  private static final int SAMPLES = 64;

  private final List<Sample> samples = new ArrayList<>();
  private final long total;
  private final int parts;

  /** So many bytes of a SSTable lie below the key and not below that of its sample before. */
  private record Sample(Slice key, double bytes) {}

  private KeySplit(long total, int parts) {
    this.total = total;
    this.parts = parts;
  }

  /**
   * The ranges, ascending: the first begins below all keys, each ends where the next one begins,
   * and the last has no end. One range when there is too little to be split.
   *
   * @param runs the inputs, those of one run together
   * @param targetBytes about how large a file of the output becomes
   * @param most how many ranges there are at most
   */
  static List<KeyRange> of(List<List<SSTable>> runs, long targetBytes, int most) {
    long total = 0;
    for (List<SSTable> run : runs) {
      for (SSTable table : run) {
        total += table.meta().bytes();
      }
    }
    int parts = (int) Math.min(most, total / LEAST_FILES / targetBytes);
    if (parts < 2) {
      return List.of(KeyRange.all());
    }
    KeySplit split = new KeySplit(total, parts);
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
    List<KeyRange> ranges = new ArrayList<>();
    @Nullable Slice from = null;
    double below = 0;
    for (Sample sample : samples) {
      below += sample.bytes();
      double wanted = (double) total * (ranges.size() + 1) / parts;
      boolean isLater = from == null || sample.key().compareTo(from) > 0;
      if (ranges.size() < parts - 1 && below >= wanted && isLater) {
        ranges.add(new KeyRange(from, sample.key()));
        from = sample.key();
      }
    }
    ranges.add(new KeyRange(from, null));
    return ranges;
  }
}
