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
    int segments, long records, long bytes, long lastSequence, long bytesDropped) {}
