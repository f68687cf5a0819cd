package io.kodiak.engine.storage;

/**
 * One line of a directory's listing.
 *
 * @param name the name relative to the directory of the database: {@code wal/000012.wal}
 * @param size the size in bytes; 0 for a directory
 * @param directory whether it is a directory
 */
public record FileInfo(String name, long size, boolean directory) {
  /** The last part of the name: {@code 000012.wal}. */
  public String baseName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
