package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Says where an output ends because it overlaps too much of the next level.
 *
 * <p>A file is later merged with all that it overlaps there, so one of few entries that reach
 * across the whole level would have the whole level rewritten. It ends when it overlaps more than
 * ten times its target size, as in LevelDB. A pointer moves up with the keys; ranges of rows that
 * lie before the end of the next SSTable cost one comparison. For one thread.
 */
final class OverlapLimit {
  private static final int TARGETS = 10;

  private final List<SSTableMeta> tables;
  private final long limit;
  private int next;
  private long overlapped;
  private boolean beginning = true;

  private OverlapLimit(List<SSTableMeta> tables, long limit) {
    this.tables = tables;
    this.limit = limit;
  }

  /**
   * The limit for the outputs of a plan. There is none on level 0, whose files go down together,
   * and on the deepest level.
   */
  static OverlapLimit of(TreeView view, int outputLevel, long targetBytes) {
    List<SSTableMeta> tables = new ArrayList<>();
    for (Run run : view.runs()) {
      boolean isBelow = outputLevel > 0 && run.level() > outputLevel;
      if (isBelow && (tables.isEmpty() || tables.get(0).level() == run.level())) {
        tables.addAll(run.tables());
      }
    }
    tables.sort(Comparator.comparing(SSTableMeta::lastKey));
    return new OverlapLimit(
        tables, targetBytes > Long.MAX_VALUE / TARGETS ? Long.MAX_VALUE : TARGETS * targetBytes);
  }

  /** Says that a new file begins with the next row. */
  void begin() {
    overlapped = 0;
    beginning = true;
  }

  /**
   * The first of the given rows, which have different keys, in front of which the file ends; {@code
   * to} when it goes on. With the row that is returned a new file begins.
   */
  int end(Block block, int from, int to) {
    while (next < tables.size()) {
      SSTableMeta table = tables.get(next);
      if (!isAbove(block, to - 1, table.lastKey())) {
        break;
      }
      int row = firstAbove(block, from, to, table.lastKey());
      next++;
      if (row > from || !beginning) {
        overlapped += table.bytes();
      }
      if (overlapped > limit) {
        begin();
        return row;
      }
    }
    beginning = false;
    return to;
  }

  /**
   * Whether the file may end within the given rows, or in front of them: {@link #end} says where.
   * It changes nothing.
   */
  boolean mayEndWithin(Block block) {
    long sum = overlapped;
    for (int i = next; i < tables.size(); i++) {
      SSTableMeta table = tables.get(i);
      if (!isAbove(block, block.count() - 1, table.lastKey())) {
        return false;
      }
      sum += table.bytes();
      if (sum > limit) {
        return true;
      }
    }
    return false;
  }

  private static int firstAbove(Block block, int from, int to, Slice key) {
    int low = from;
    int high = to;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (isAbove(block, middle, key)) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private static boolean isAbove(Block block, int row, Slice key) {
    return block.compareKey(row, key.array(), key.offset(), key.length()) > 0;
  }
}
