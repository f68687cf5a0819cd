package io.kodiak.engine.manifest;

/**
 * An SSTable that no version holds any more: its files can be deleted.
 *
 * @param table the table that it belonged to
 * @param file the SSTable
 */
public record ObsoleteFile(TableInfo table, SSTableFile file) {
  /** The name of the data file. */
  public String dataName() {
    return file.dataName(table.name());
  }

  /** The name of the sidecar. */
  public String indexName() {
    return file.indexName(table.name());
  }
}
