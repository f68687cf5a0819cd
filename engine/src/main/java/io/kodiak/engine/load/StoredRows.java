package io.kodiak.engine.load;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import java.util.List;

/**
 * Rows in SSTables that may become part of the tree.
 *
 * @param files the SSTables, by ascending keys, none overlapping; at least one
 * @param origin how they came to be
 */
public record StoredRows(List<SSTableFile> files, Origin origin) implements LoadSource {
  /** How SSTables of a load came to be. */
  public enum Origin {
    /** The load wrote them. */
    WRITTEN,
    /** One that was added, by a hard link. */
    LINKED,
    /** One that was added, as a copy. */
    COPIED
  }

  /** Copies the list. */
  public StoredRows {
    files = List.copyOf(files);
  }

  /** Whether it is a file that was added and is as it was. */
  public boolean isAdded() {
    return origin != Origin.WRITTEN;
  }

  @Override
  public Slice first() {
    return files.get(0).meta().firstKey();
  }

  @Override
  public Slice last() {
    return files.get(files.size() - 1).meta().lastKey();
  }

  @Override
  public long rows() {
    return files.stream().mapToLong(file -> file.meta().entries()).sum();
  }

  @Override
  public long bytes() {
    return files.stream().mapToLong(file -> file.meta().bytes()).sum();
  }

  /** How many of the rows are tombstones. */
  public long tombstones() {
    return files.stream().mapToLong(file -> file.meta().tombstones()).sum();
  }

  /** The least sequence. */
  public long firstSequence() {
    return files.stream()
        .map(SSTableFile::meta)
        .mapToLong(SSTableMeta::firstSequence)
        .min()
        .orElse(0);
  }

  /** The greatest sequence. */
  public long lastSequence() {
    return files.stream()
        .map(SSTableFile::meta)
        .mapToLong(SSTableMeta::lastSequence)
        .max()
        .orElse(0);
  }
}
