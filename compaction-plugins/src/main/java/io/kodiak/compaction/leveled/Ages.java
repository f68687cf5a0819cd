package io.kodiak.compaction.leveled;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.compaction.plan.SpanText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How old the entries of tables are at least, so that none waits above the last level for ever.
 *
 * <p>The time at which a table was made says little: a merge makes a new one of old entries. But
 * the table whose last sequence is 90 was made after sequence 90 was given away, and so after every
 * smaller one. The oldest entry of a table is thus older than every table of the tree whose last
 * sequence is not below the sequence of that entry. It may be older still: when all these tables
 * were merged into new ones, nothing tells any more.
 */
final class Ages {
  private final long limitMillis;
  private final long nowMillis;
  private final long[] lastSequences;
  private final long[] madeMillis;

  Ages(TreeView tree, LeveledOptions options) {
    limitMillis = options.maxAgeMillis();
    nowMillis = tree.nowMillis();
    List<SSTableMeta> tables = new ArrayList<>();
    if (limitMillis > 0) {
      for (Run run : tree.runs()) {
        tables.addAll(run.tables());
      }
    }
    tables.sort(Comparator.comparingLong(SSTableMeta::lastSequence));
    lastSequences = new long[tables.size()];
    madeMillis = new long[tables.size()];
    long earliest = Long.MAX_VALUE;
    for (int i = tables.size() - 1; i >= 0; i--) {
      earliest = Math.min(earliest, tables.get(i).createdMillis());
      lastSequences[i] = tables.get(i).lastSequence();
      madeMillis[i] = earliest;
    }
  }

  /** Whether there is a limit and the table has an entry that is older. */
  boolean isOld(SSTableMeta table) {
    return limitMillis > 0 && nowMillis - writtenBefore(table) >= limitMillis;
  }

  /** A time before which the oldest entry was written. */
  private long writtenBefore(SSTableMeta table) {
    int low = 0;
    int high = lastSequences.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (lastSequences[middle] < table.firstSequence()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return madeMillis[low];
  }

  /** The limit, for people. */
  String limit() {
    return SpanText.of(limitMillis);
  }
}
