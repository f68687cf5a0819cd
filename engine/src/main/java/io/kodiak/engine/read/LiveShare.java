package io.kodiak.engine.read;

import io.kodiak.api.Block;
import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.engine.sstable.SSTable;
import java.io.IOException;
import java.util.SplittableRandom;

/**
 * How much of what the SSTables of a view hold can still be read, from a sample of their entries: a
 * sampled entry is live when a lookup of its key finds it, and it is no tombstone.
 *
 * <p>The entries, in the order of the tree, are cut into as many equal pieces as there are samples,
 * and one entry of each is looked at (stratified sampling), which one being the same each time. The
 * standard error of the share is at most one half divided by the root of the number of samples.
 *
 * @param sampledBytes bytes of keys and values of the sampled entries
 * @param liveBytes those of the live ones among them
 */
public record LiveShare(long sampledBytes, long liveBytes) {
  private static final long SEED = 0x6c697665;

  /** The share of live bytes, from 0 to 1; 1 when nothing was sampled. */
  public double share() {
    return sampledBytes == 0 ? 1 : (double) liveBytes / sampledBytes;
  }

  /**
   * Samples a view. Reads up to two blocks for each sample, most of them past the cache.
   *
   * @param snapshot what a reader of now sees
   * @param samples how many entries to look at, at least 1; all, when there are no more
   */
  public static LiveShare sample(ReadView view, long snapshot, int samples) throws IOException {
    Sampling sampling = new Sampling(view, snapshot, Math.max(1, entries(view) / (double) samples));
    for (int i = 0; i < view.runCount(); i++) {
      for (int j = 0; j < view.run(i).count(); j++) {
        sampling.visit(view.run(i).table(j));
      }
    }
    return new LiveShare(sampling.sampledBytes, sampling.liveBytes);
  }

  private static long entries(ReadView view) {
    long entries = 0;
    for (int i = 0; i < view.runCount(); i++) {
      for (int j = 0; j < view.run(i).count(); j++) {
        entries += view.run(i).table(j).meta().entries();
      }
    }
    return entries;
  }

  private static final class Sampling {
    private final ReadView view;
    private final long snapshot;
    private final double step;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final EntryView found = new EntryView();
    private long passed;
    private long pieces;
    private long next;
    private long sampledBytes;
    private long liveBytes;

    Sampling(ReadView view, long snapshot, double step) {
      this.view = view;
      this.snapshot = snapshot;
      this.step = step;
      advance();
    }

    private void advance() {
      next = (long) ((pieces + (step == 1 ? 0 : random.nextDouble())) * step);
      pieces++;
    }

    void visit(SSTable table) throws IOException {
      if (next >= passed + table.meta().entries()) {
        passed += table.meta().entries();
        return;
      }
      for (int number = 0; number < table.blockCount(); number++) {
        int rows = table.rows(number);
        if (next < passed + rows) {
          visit(table.scanBlock(number), rows);
        }
        passed += rows;
      }
    }

    private void visit(Block block, int rows) throws IOException {
      while (next < passed + rows) {
        look(block, (int) (next - passed));
        advance();
      }
    }

    private void look(Block block, int row) throws IOException {
      long bytes = (long) block.keyLength(row) + block.values().length(row);
      sampledBytes += bytes;
      if (block.kind(row) == EntryKind.PUT
          && PointReads.get(view, block.key(row), snapshot, found)
          && found.sequence() == block.sequence(row)) {
        liveBytes += bytes;
      }
    }
  }
}
