package io.kodiak.engine.wal;

/**
 * What opening the write-ahead log found.
 *
 * @param segments how many segments were read
 * @param records how many records were replayed
 * @param bytes the size of these records
 * @param lastSequence the last sequence in them; 0 when there was none
 * @param bytesDropped how many bytes of records that were never forced were left out at the end
 */
public record RecoveryReport(
    int segments, long records, long bytes, long lastSequence, long bytesDropped) {
  /** In words for people. */
  @Override
  public String toString() {
    String dropped =
        bytesDropped == 0
            ? ""
            : "; left out at the end, as never forced: " + bytesDropped + " bytes";
    return "log replayed: segments "
        + segments
        + ", records "
        + records
        + ", bytes "
        + bytes
        + dropped;
  }
}
