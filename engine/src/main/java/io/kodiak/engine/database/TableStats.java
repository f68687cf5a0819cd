package io.kodiak.engine.database;

import io.kodiak.api.Run;
import java.util.List;

/**
 * Figures about one table at one moment. Bytes count since the database was opened where it says
 * so.
 *
 * @param name the name of the table
 * @param memtable the name of its memtable plug-in
 * @param formats the names of the formats that new files get, level by level
 * @param policy the name of its compaction plug-in
 * @param memtableEntries entries in memory, every version counted
 * @param memtableBytes heap that they take
 * @param immutableMemtables full memtables that wait to be flushed
 * @param runs the tree, newest data first
 * @param formatStats the files of the tree by format, encoding and size of blocks, most bytes first
 * @param fullBySize memtables that reached the size to flush at since opening
 * @param fullByEntries memtables that reached the number of entries to flush at, but not that size,
 *     since opening
 * @param flushes memtables flushed since opening, for whatever reason
 * @param bytesFlushed bytes of the files that flushes wrote since opening
 * @param compactions compactions done since opening, without trivial moves
 * @param trivialMoves files moved to another level without rewriting since opening
 * @param bytesCompactedIn bytes of the files that compactions read since opening
 * @param bytesCompactedOut bytes of the files that compactions wrote since opening
 * @param bytesCarried bytes of blocks among them that were copied as they were, not decoded and
 *     encoded anew
 * @param bulkLoads bulk loads that became part of the table since opening
 * @param bytesLoaded bytes of the files that they added, linked ones included, since opening
 * @param bytesWritten bytes of keys and values written and loaded by the user since opening
 */
public record TableStats(
    String name,
    String memtable,
    List<String> formats,
    String policy,
    long memtableEntries,
    long memtableBytes,
    int immutableMemtables,
    List<Run> runs,
    List<FormatStats> formatStats,
    long fullBySize,
    long fullByEntries,
    long flushes,
    long bytesFlushed,
    long compactions,
    long trivialMoves,
    long bytesCompactedIn,
    long bytesCompactedOut,
    long bytesCarried,
    long bulkLoads,
    long bytesLoaded,
    long bytesWritten) {
  /** Copies the lists. */
  public TableStats {
    formats = List.copyOf(formats);
    runs = List.copyOf(runs);
    formatStats = List.copyOf(formatStats);
  }

  /** The entries in all SSTables, every version and tombstone counted. */
  public long sstableEntries() {
    return runs.stream().mapToLong(Run::entries).sum();
  }

  /** The size of all SSTables in bytes. */
  public long sstableBytes() {
    return runs.stream().mapToLong(Run::bytes).sum();
  }

  /**
   * Bytes written to SSTables for each byte that the user wrote, since opening; 0 before anything
   * was written. The log is not counted.
   */
  public double writeAmplification() {
    long toFiles = bytesFlushed + bytesLoaded + bytesCompactedOut;
    return bytesWritten == 0 ? 0 : (double) toFiles / bytesWritten;
  }
}
