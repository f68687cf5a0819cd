package io.kodiak.compaction.unified;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeAnalysis;
import java.util.List;

/**
 * Says which files in a row become one file: the engine ends a file that gets too large, or
 * overlaps too much of the next level, and then they would be joined again and again.
 */
final class SmallFiles {
  /** The engine ends a file that overlaps more than so many times its target of the next level. */
  private static final int MOST_OVERLAP = 10;

  private final List<Run> nextLevel;
  private final long targetBytes;

  /** Those above a level. */
  SmallFiles(List<Run> nextLevel, long targetBytes) {
    this.nextLevel = nextLevel;
    this.targetBytes = targetBytes;
  }

  /**
   * The first files that become one, as many as can; fewer than two when no two do. It looks at
   * each file and at each that these overlap, and what lies between, about once.
   *
   * @param row files of one run, ascending by key
   */
  List<SSTableMeta> thatBecomeOne(List<SSTableMeta> row) {
    int begin = 0;
    Joined joined = new Joined();
    for (int i = 0; i < row.size(); i++) {
      if (!joined.add(row.get(i))) {
        if (i - begin > 1) {
          return row.subList(begin, i);
        }
        begin = i;
        joined = new Joined();
        joined.add(row.get(i));
      }
    }
    return row.subList(begin, row.size());
  }

  /** Neighbours, and what they overlap of the next level. */
  private final class Joined {
    /** Of each run the first table that is not counted; -1: none was looked for. */
    private final int[] next = new int[nextLevel.size()];

    private boolean isEmpty = true;
    private long bytes;
    private long overlapped;

    /** Adds a file; whether all become one. */
    boolean add(SSTableMeta file) {
      bytes += file.bytes();
      if (bytes > targetBytes) {
        return false;
      }
      for (int run = 0; run < next.length; run++) {
        List<SSTableMeta> tables = nextLevel.get(run).tables();
        int at = isEmpty ? TreeAnalysis.firstEndingAtLeast(tables, file.firstKey()) : next[run];
        while (at < tables.size() && tables.get(at).firstKey().compareTo(file.lastKey()) <= 0) {
          overlapped += tables.get(at++).bytes();
        }
        next[run] = at;
      }
      isEmpty = false;
      return overlapped / MOST_OVERLAP <= targetBytes;
    }
  }
}
