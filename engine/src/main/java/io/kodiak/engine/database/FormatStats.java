package io.kodiak.engine.database;

/**
 * Figures about the SSTables of a table that are alike.
 *
 * @param format the name of the format
 * @param version the version of the format
 * @param encoding how the format encoded them, such as a compression; empty when it is not known
 * @param blockBytes about how many bytes of keys and values a block holds; 0 when it is not known
 * @param files how many files there are
 * @param entries the entries in them, every version and tombstone counted
 * @param bytes their size
 * @param outdatedFiles how many of them the settings now want otherwise; {@link Table#migrate}
 *     rewrites these
 * @param outdatedBytes the size of those
 */
public record FormatStats(
    String format,
    int version,
    String encoding,
    int blockBytes,
    int files,
    long entries,
    long bytes,
    int outdatedFiles,
    long outdatedBytes) {
  /** These figures and one more file that is alike. */
  FormatStats with(long fileEntries, long fileBytes, boolean outdated) {
    return new FormatStats(
        format,
        version,
        encoding,
        blockBytes,
        files + 1,
        entries + fileEntries,
        bytes + fileBytes,
        outdatedFiles + (outdated ? 1 : 0),
        outdatedBytes + (outdated ? fileBytes : 0));
  }
}
