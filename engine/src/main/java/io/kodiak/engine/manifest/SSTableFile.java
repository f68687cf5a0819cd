package io.kodiak.engine.manifest;

import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.storage.FileNames;

/**
 * One SSTable of the tree, and its files.
 *
 * @param meta what is known of its content, and its place in the tree
 * @param extension the ending of the data file's name, without a dot
 * @param seal what its files must be
 * @param layout how its blocks were made
 */
public record SSTableFile(SSTableMeta meta, String extension, FileSeal seal, BlockLayout layout) {
  /** Checks the ending. */
  public SSTableFile {
    if (!FileNames.isDataExtension(extension)) {
      throw new IllegalArgumentException(
          "\""
              + extension
              + "\" is no ending for a data file: 1 to 16 small letters and digits,"
              + " not \""
              + FileNames.INDEX_EXTENSION
              + "\"");
    }
  }

  /** The id of the SSTable. */
  public long id() {
    return meta.id();
  }

  /** The name of the data file, when the SSTable belongs to {@code table}. */
  public String dataName(String table) {
    return FileNames.sstableData(table, meta.id(), extension);
  }

  /** The name of the sidecar, when the SSTable belongs to {@code table}. */
  public String indexName(String table) {
    return FileNames.sstableIndex(table, meta.id());
  }

  /** The same SSTable at another place of the tree; its files stay as they are. */
  public SSTableFile moved(int level, long run) {
    SSTableMeta m = meta;
    SSTableMeta moved =
        new SSTableMeta(
            m.id(),
            level,
            run,
            m.firstKey(),
            m.lastKey(),
            m.firstSequence(),
            m.lastSequence(),
            m.entries(),
            m.tombstones(),
            m.bytes(),
            m.format(),
            m.formatVersion(),
            m.createdMillis());
    return new SSTableFile(moved, extension, seal, layout);
  }
}
