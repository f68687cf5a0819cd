package io.kodiak.engine.manifest;

import io.kodiak.engine.storage.FileNames;

/**
 * One table of the database, and the plug-ins that it was last opened with.
 *
 * @param id unique within the database and never used again, from 1
 * @param name the name, which is also that of its directory; see {@link FileNames#isTableName}
 * @param memtable the name of the memtable
 * @param format the name of the format that new SSTables get
 * @param policy the name of the compaction policy
 */
public record TableInfo(int id, String name, String memtable, String format, String policy) {
  /** Checks id and name. */
  public TableInfo {
    if (id < 1) {
      throw new IllegalArgumentException("table id " + id + ": less than 1");
    }
    if (!FileNames.isTableName(name)) {
      throw new IllegalArgumentException(
          "\""
              + name
              + "\" is no name for a table: 1 to 128 letters, digits, '.', '-' and '_' of ASCII,"
              + " a letter or digit first, no '.' last");
    }
  }
}
