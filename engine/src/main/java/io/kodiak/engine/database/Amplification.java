package io.kodiak.engine.database;

/**
 * What a table costs beside what the user asked of it: writes so far, reads and space as of now.
 *
 * @param bytesWritten bytes of keys and values that the user wrote and loaded since opening
 * @param bytesAdded bytes of the files that flushes and loads added since opening
 * @param bytesCompacted bytes of the files that compactions wrote since opening
 * @param bytesWaiting bytes of the files that the plans which wait would merge
 * @param memtables how many memtables a lookup may ask
 * @param greatestRuns the most runs that may hold one and the same key
 * @param averageRuns how many it is on average over the bytes of the files
 * @param liveShare the share of what the files hold that can still be read, from 0 to 1: versions
 *     that were overwritten, also in memory, and deletions are not; an estimate by a sample, whose
 *     standard error is below two percent of the whole
 */
public record Amplification(
    long bytesWritten,
    long bytesAdded,
    long bytesCompacted,
    long bytesWaiting,
    int memtables,
    int greatestRuns,
    double averageRuns,
    double liveShare) {
  /** Bytes written to files for each byte that the user wrote, since opening; 0 before any. */
  public double write() {
    return bytesWritten == 0 ? 0 : (double) (bytesAdded + bytesCompacted) / bytesWritten;
  }

  /** Memtables and runs that may hold a key, on average: what bloom filters have to fend off. */
  public double read() {
    return memtables + averageRuns;
  }

  /** Bytes in files for each byte of them that can still be read; infinite when none can be. */
  public double space() {
    return 1 / liveShare;
  }
}
