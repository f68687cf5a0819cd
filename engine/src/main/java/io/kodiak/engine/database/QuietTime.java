package io.kodiak.engine.database;

/**
 * For how long nothing has been written to a table, as far as it was looked at: it counts from the
 * look that first saw the last write. Safe for use by several threads.
 */
final class QuietTime {
  private long seen = -1;
  private long sinceMillis;

  /**
   * Looks at the table.
   *
   * @param written a number that grows with every write, not negative
   * @param nowMillis the time; when it goes backwards, the count begins anew
   * @return milliseconds
   */
  synchronized long look(long written, long nowMillis) {
    if (written != seen || nowMillis < sinceMillis) {
      seen = written;
      sinceMillis = nowMillis;
    }
    return nowMillis - sinceMillis;
  }
}
