package io.kodiak.engine.wal;

import java.io.IOException;

/** Takes the records of a write-ahead log that is opened, in the order they were appended. */
@FunctionalInterface
public interface Replay {
  /**
   * Takes one record.
   *
   * @param segment the segment that holds it
   * @param firstSequence the first sequence that it was appended with
   * @param payload holds the record only until this call returns
   * @param offset where it begins
   * @param length its length in bytes
   */
  void record(long segment, long firstSequence, byte[] payload, int offset, int length)
      throws IOException;
}
