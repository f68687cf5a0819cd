package io.kodiak.engine.sstable;

import io.kodiak.api.Slice;

/**
 * What the engine keeps beside a data file.
 *
 * @param fileId the id of the SSTable
 * @param format the name of the format that wrote the data file
 * @param formatVersion the version of that format
 * @param createdMillis when the file was made, in milliseconds since 1970 UTC
 * @param entries the number of entries, every version counted
 * @param keys the number of different keys; 0 when the file was written before they were counted
 * @param tombstones how many of the entries are tombstones
 * @param firstSequence the least sequence
 * @param lastSequence the greatest sequence
 * @param lastKey the greatest key; the least is the first of the index
 * @param dataChecksum the CRC32C of the whole data file
 * @param pages the checksums of its pages, and its size
 * @param index where the keys are
 * @param bloom which keys there are
 * @param directory what the format needs to find its blocks
 */
record Sidecar(
    long fileId,
    String format,
    int formatVersion,
    long createdMillis,
    long entries,
    long keys,
    long tombstones,
    long firstSequence,
    long lastSequence,
    Slice lastKey,
    int dataChecksum,
    PageChecksums pages,
    BlockIndex index,
    StoredBloom bloom,
    Slice directory) {

  /** The least key. */
  Slice firstKey() {
    return index.keys().key(0);
  }
}
