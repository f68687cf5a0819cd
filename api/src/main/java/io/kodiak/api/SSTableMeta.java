package io.kodiak.api;

/**
 * What is known of one SSTable without opening it. Immutable.
 *
 * @param id unique within the database and never used again; larger means made later
 * @param level the level of the tree, from 0 (newest) downwards
 * @param run the run within the level; larger means newer data
 * @param firstKey the least key
 * @param lastKey the greatest key
 * @param firstSequence the least sequence
 * @param lastSequence the greatest sequence
 * @param entries the number of entries, every version counted, tombstones included
 * @param tombstones how many of the entries are tombstones
 * @param bytes the size of the data file and its sidecar
 * @param format the name of the format that wrote it
 * @param formatVersion the version of that format
 * @param createdMillis when it was made, in milliseconds since 1970 UTC
 */
public record SSTableMeta(
    long id,
    int level,
    long run,
    Slice firstKey,
    Slice lastKey,
    long firstSequence,
    long lastSequence,
    long entries,
    long tombstones,
    long bytes,
    String format,
    int formatVersion,
    long createdMillis) {

  /** Whether some key may lie in both tables. */
  public boolean overlaps(SSTableMeta other) {
    return overlaps(other.firstKey, other.lastKey);
  }

  /** Whether some key may lie both in this table and between {@code first} and {@code last}. */
  public boolean overlaps(Slice first, Slice last) {
    return firstKey.compareTo(last) <= 0 && lastKey.compareTo(first) >= 0;
  }
}
