package io.kodiak.engine.compaction;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.SSTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Samples the keys of tables: which keys cut the bytes of a table into parts of about one size.
 *
 * <p>The samples are keys that separate blocks, one wherever another share of all bytes has gone
 * by, as the SSTables stand one behind the other: so every sample counts for as many bytes, and no
 * block is read. A table is sampled again when its tree has changed. Safe for use by several
 * threads.
 */
public final class KeyQuantiles {
  /** Into how many parts the quantiles cut a table. */
  static final int PARTS = 512;

  private static final int SAMPLES = 8 * PARTS;

  private final LongFunction<@Nullable SSTable> opened;
  private final Map<Integer, Sampled> byTable = new HashMap<>();

  private record Sampled(Tree tree, List<Slice> keys) {}

  /**
   * Makes a sampler that has seen nothing yet.
   *
   * @param opened the SSTable of an id if it is open; of one that is not, the first key is all that
   *     is known
   */
  public KeyQuantiles(LongFunction<@Nullable SSTable> opened) {
    this.opened = opened;
  }

  /** The quantiles of a tree, as {@link io.kodiak.api.TreeView#quantiles()} wants them. */
  public synchronized List<Slice> of(Tree tree) {
    Sampled before = byTable.get(tree.table().id());
    if (before != null && before.tree == tree) {
      return before.keys;
    }
    List<Slice> keys = quantiles(samples(tree));
    // Files that have just come are opened soon, and then tell more than their first keys.
    if (isOpen(tree)) {
      byTable.put(tree.table().id(), new Sampled(tree, keys));
    }
    return keys;
  }

  private boolean isOpen(Tree tree) {
    for (Run run : tree.runs()) {
      for (SSTableMeta meta : run.tables()) {
        if (opened.apply(meta.id()) == null) {
          return false;
        }
      }
    }
    return true;
  }

  private List<Slice> samples(Tree tree) {
    double step = (double) tree.runs().stream().mapToLong(Run::bytes).sum() / SAMPLES;
    List<Slice> samples = new ArrayList<>(SAMPLES);
    double begin = 0;
    for (Run run : tree.runs()) {
      for (SSTableMeta meta : run.tables()) {
        double end = begin + meta.bytes();
        SSTable table = opened.apply(meta.id());
        // The middle of a share stands for it.
        for (double at = (samples.size() + 0.5) * step;
            at < end && samples.size() < SAMPLES;
            at = (samples.size() + 0.5) * step) {
          samples.add(key(meta, table, (at - begin) / meta.bytes()));
        }
        begin = end;
      }
    }
    samples.sort(null);
    return samples;
  }

  /** A key about which the given share of a SSTable lies below. */
  private static Slice key(SSTableMeta meta, @Nullable SSTable table, double share) {
    int block =
        table == null ? 0 : (int) Math.min(share * table.blockCount(), table.blockCount() - 1.0);
    return block <= 0 || table == null ? meta.firstKey() : table.separator(block).copy();
  }

  private static List<Slice> quantiles(List<Slice> samples) {
    List<Slice> quantiles = new ArrayList<>(PARTS);
    for (int part = 1; part < PARTS && !samples.isEmpty(); part++) {
      Slice key = samples.get((int) ((long) part * samples.size() / PARTS));
      Slice below = quantiles.isEmpty() ? samples.get(0) : quantiles.get(quantiles.size() - 1);
      if (key.compareTo(below) > 0) {
        quantiles.add(key);
      }
    }
    return List.copyOf(quantiles);
  }
}
