package io.kodiak.engine.compaction;

import java.io.IOException;
import java.util.List;

/**
 * Merges sorted streams of blocks into one sorted sequence of rows.
 *
 * <p>It moves ranges of rows, not entries: the rows of the least source that come before the heads
 * of all the others are found by galloping and handed over together, so where the inputs do not
 * interleave a block costs one comparison. The sources stand in an array sorted by their heads; the
 * second of them bounds the first, and afterwards the first is put back by binary search.
 *
 * <p>All versions of all keys come out, those of one key newest first. Of the inputs it is believed
 * that each is sorted; what comes out is to be checked. For one thread.
 */
final class BlockMerge {
  private final MergeSource[] order;
  private int live;

  BlockMerge(List<? extends BlockStream> streams, int shared) {
    order = new MergeSource[streams.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = new MergeSource(streams.get(i), shared);
    }
  }

  /** Merges everything into {@code sink}. Called once. */
  void run(RowSink sink) throws IOException {
    begin(sink);
    while (live > 1) {
      MergeSource least = order[0];
      least.emit(least.endBelow(order[1]), sink);
      if (!least.isDrained()) {
        restore(least, 2);
      } else if (least.load(sink)) {
        restore(least, 1);
      } else {
        live--;
        System.arraycopy(order, 1, order, 0, live);
      }
    }
    if (live == 1) {
      MergeSource last = order[0];
      do {
        last.emitAll(sink);
      } while (last.load(sink));
    }
  }

  private void begin(RowSink sink) throws IOException {
    for (MergeSource source : order.clone()) {
      if (source.load(sink)) {
        System.arraycopy(order, 0, order, 1, live);
        live++;
        restore(source, 1);
      }
    }
  }

  /**
   * Puts the first source, whose head has changed, in its place among the others, which are in
   * order.
   *
   * @param from the first slot whose source may come after it: 2 when it is known not to precede
   *     the one in slot 1
   */
  private void restore(MergeSource source, int from) {
    int low = from;
    int high = live;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (order[middle].precedes(source)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = 1; i < low; i++) {
      order[i - 1] = order[i];
    }
    order[low - 1] = source;
  }
}
