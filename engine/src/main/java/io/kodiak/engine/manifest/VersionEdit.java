package io.kodiak.engine.manifest;

import java.util.ArrayList;
import java.util.List;

/**
 * One atomic change of the tree: all of it or nothing is in the next version.
 *
 * <p>Removals come before additions, so a table that moves to another level is removed and added in
 * one edit, under its id.
 *
 * @param tables new tables, and known ones whose plug-ins changed
 * @param removed SSTables that leave the tree
 * @param added SSTables that enter the tree
 * @param flushed how far tables have been flushed
 * @param firstSegment the oldest segment of the write-ahead log that is still needed; 0: as before
 * @param lastSequence a sequence that was given out; the next one is larger; 0: as before
 * @param nextFileId every id from this one on was never used; 0: as before
 */
public record VersionEdit(
    List<TableInfo> tables,
    List<Removal> removed,
    List<Addition> added,
    List<Flushed> flushed,
    long firstSegment,
    long lastSequence,
    long nextFileId) {
  /**
   * An SSTable that enters the tree of a table.
   *
   * @param tableId the table
   * @param file the SSTable; its meta says to which level and run it goes
   */
  public record Addition(int tableId, SSTableFile file) {}

  /**
   * An SSTable that leaves the tree of a table.
   *
   * @param tableId the table
   * @param fileId the SSTable
   */
  public record Removal(int tableId, long fileId) {}

  /**
   * How far a table has been flushed.
   *
   * @param tableId the table
   * @param sequence every entry of the table up to this sequence is in its SSTables
   */
  public record Flushed(int tableId, long sequence) {}

  /** Copies the lists. */
  public VersionEdit {
    tables = List.copyOf(tables);
    removed = List.copyOf(removed);
    added = List.copyOf(added);
    flushed = List.copyOf(flushed);
    if (firstSegment < 0 || lastSequence < 0 || nextFileId < 0) {
      throw new IllegalArgumentException(
          "segment "
              + firstSegment
              + ", sequence "
              + lastSequence
              + ", file id "
              + nextFileId
              + ": less than 0");
    }
  }

  /** Whether it changes nothing. */
  public boolean isEmpty() {
    return tables.isEmpty()
        && removed.isEmpty()
        && added.isEmpty()
        && flushed.isEmpty()
        && firstSegment == 0
        && lastSequence == 0
        && nextFileId == 0;
  }

  /** An edit that changes nothing yet. */
  public static Builder builder() {
    return new Builder();
  }

  /** Collects an edit. For one thread. */
  public static final class Builder {
    private final List<TableInfo> tables = new ArrayList<>();
    private final List<Removal> removed = new ArrayList<>();
    private final List<Addition> added = new ArrayList<>();
    private final List<Flushed> flushed = new ArrayList<>();
    private long firstSegment;
    private long lastSequence;
    private long nextFileId;

    private Builder() {}

    /** A new table, or a known one (by id and name) whose plug-ins changed. */
    public Builder table(TableInfo table) {
      tables.add(table);
      return this;
    }

    /** An SSTable enters the tree, at the level and run that its meta says. */
    public Builder addSSTable(int tableId, SSTableFile file) {
      added.add(new Addition(tableId, file));
      return this;
    }

    /** An SSTable leaves the tree. */
    public Builder removeSSTable(int tableId, long fileId) {
      removed.add(new Removal(tableId, fileId));
      return this;
    }

    /** Every entry of the table up to {@code sequence} is in its SSTables. */
    public Builder flushedSequence(int tableId, long sequence) {
      flushed.add(new Flushed(tableId, sequence));
      return this;
    }

    /** The oldest segment of the write-ahead log that is still needed. */
    public Builder firstSegment(long segment) {
      firstSegment = segment;
      return this;
    }

    /** A sequence that was given out. */
    public Builder lastSequence(long sequence) {
      lastSequence = sequence;
      return this;
    }

    /** Every id from this one on was never used. {@link VersionSet#apply} fills it in. */
    public Builder nextFileId(long id) {
      nextFileId = id;
      return this;
    }

    /** The edit. */
    public VersionEdit build() {
      return new VersionEdit(
          tables, removed, added, flushed, firstSegment, lastSequence, nextFileId);
    }
  }
}
