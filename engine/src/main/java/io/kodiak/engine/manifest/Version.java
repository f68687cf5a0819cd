package io.kodiak.engine.manifest;

import io.kodiak.engine.storage.FileNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The trees of all tables at one moment. Immutable, apart from the count of those who hold it,
 * which belongs to {@link VersionSet#pin} and {@link VersionSet#unpin}.
 */
public final class Version {
  private final long id;
  private final SortedMap<Integer, Tree> trees;
  private final long firstSegment;
  private final long lastSequence;
  private final long nextFileId;
  private final AtomicInteger holders = new AtomicInteger(1);

  private Version(
      long id,
      SortedMap<Integer, Tree> trees,
      long firstSegment,
      long lastSequence,
      long nextFileId) {
    this.id = id;
    this.trees = Collections.unmodifiableSortedMap(trees);
    this.firstSegment = firstSegment;
    this.lastSequence = lastSequence;
    this.nextFileId = nextFileId;
  }

  /** The version of a new database. */
  static Version empty() {
    return new Version(0, new TreeMap<>(), 1, 0, 1);
  }

  /** The number of the version: larger means later. Begins anew each time a database is opened. */
  public long id() {
    return id;
  }

  /** The tree of a table; null when there is no table of that id. */
  public @Nullable Tree tree(int tableId) {
    return trees.get(tableId);
  }

  /** The tree of a table; null when there is no table of that name. */
  public @Nullable Tree tree(String table) {
    for (Tree tree : trees.values()) {
      if (tree.table().name().equals(table)) {
        return tree;
      }
    }
    return null;
  }

  /** The trees of all tables, by the ids of the tables. */
  public Collection<Tree> trees() {
    return trees.values();
  }

  /** The oldest segment of the write-ahead log that is needed, from 1. */
  public long firstSegment() {
    return firstSegment;
  }

  /** The largest sequence that an edit told of; 0 when none did. */
  public long lastSequence() {
    return lastSequence;
  }

  /** The file ids from this one on were not used when the version was made. */
  public long nextFileId() {
    return nextFileId;
  }

  /**
   * The version that an edit leads to.
   *
   * @throws IllegalArgumentException when the edit does not fit this version
   */
  Version next(VersionEdit edit) {
    TreeMap<Integer, Tree> next = new TreeMap<>(trees);
    for (TableInfo table : edit.tables()) {
      next.put(table.id(), withPlugins(next, table));
    }
    Map<Integer, List<Long>> removed = new HashMap<>();
    for (VersionEdit.Removal removal : edit.removed()) {
      removed.computeIfAbsent(removal.tableId(), id -> new ArrayList<>()).add(removal.fileId());
    }
    long fileIds = Math.max(nextFileId, edit.nextFileId());
    replace(next, removed, additions(edit, fileIds));
    for (VersionEdit.Flushed flushed : edit.flushed()) {
      next.put(flushed.tableId(), known(next, flushed.tableId()).flushed(flushed.sequence()));
    }
    return new Version(
        id + 1,
        next,
        Math.max(firstSegment, edit.firstSegment()),
        Math.max(lastSequence, lastSequence(edit)),
        fileIds);
  }

  /**
   * The largest sequence that an edit names anywhere: what is in an SSTable was given out, though
   * the log may have lost it.
   */
  private static long lastSequence(VersionEdit edit) {
    long last = edit.lastSequence();
    for (VersionEdit.Flushed flushed : edit.flushed()) {
      last = Math.max(last, flushed.sequence());
    }
    for (VersionEdit.Addition addition : edit.added()) {
      last = Math.max(last, addition.file().meta().lastSequence());
    }
    return last;
  }

  private static Tree withPlugins(Map<Integer, Tree> trees, TableInfo table) {
    for (Tree tree : trees.values()) {
      TableInfo other = tree.table();
      boolean sameId = other.id() == table.id();
      if (sameId != other.name().equals(table.name())
          || (!sameId && FileNames.isSameFile(other.name(), table.name()))) {
        throw new IllegalArgumentException(
            "table \"%s\" of id %d: there is a table \"%s\" of id %d"
                .formatted(table.name(), table.id(), other.name(), other.id()));
      }
    }
    Tree known = trees.get(table.id());
    return known == null ? Tree.empty(table) : known.with(table);
  }

  private Map<Integer, List<SSTableFile>> additions(VersionEdit edit, long fileIds) {
    Map<Integer, List<SSTableFile>> added = new HashMap<>();
    Set<Long> ids = new HashSet<>();
    for (VersionEdit.Addition addition : edit.added()) {
      long fileId = addition.file().id();
      if (fileId < 1 || fileId >= fileIds) {
        throw new IllegalArgumentException(
            "SSTable " + fileId + ": ids from 1 up to " + (fileIds - 1) + " were given out");
      }
      for (Tree tree : trees.values()) {
        if (tree.table().id() != addition.tableId() && tree.file(fileId) != null) {
          throw new IllegalArgumentException(
              "SSTable " + fileId + " belongs to table \"" + tree.table().name() + "\"");
        }
      }
      if (!ids.add(fileId)) {
        throw new IllegalArgumentException("SSTable " + fileId + " is added twice");
      }
      added.computeIfAbsent(addition.tableId(), tableId -> new ArrayList<>()).add(addition.file());
    }
    return added;
  }

  private static void replace(
      Map<Integer, Tree> trees,
      Map<Integer, List<Long>> removed,
      Map<Integer, List<SSTableFile>> added) {
    Set<Integer> touched = new HashSet<>(removed.keySet());
    touched.addAll(added.keySet());
    for (int tableId : touched) {
      Tree tree = known(trees, tableId);
      trees.put(
          tableId,
          tree.replaced(
              removed.getOrDefault(tableId, List.of()), added.getOrDefault(tableId, List.of())));
    }
  }

  private static Tree known(Map<Integer, Tree> trees, int tableId) {
    Tree tree = trees.get(tableId);
    if (tree == null) {
      throw new IllegalArgumentException("there is no table of id " + tableId);
    }
    return tree;
  }

  /** The edit that leads from the version of a new database to this one. */
  VersionEdit snapshot() {
    VersionEdit.Builder edit =
        VersionEdit.builder()
            .firstSegment(firstSegment)
            .lastSequence(lastSequence)
            .nextFileId(nextFileId);
    for (Tree tree : trees.values()) {
      int tableId = tree.table().id();
      edit.table(tree.table());
      tree.files().forEach(file -> edit.addSSTable(tableId, file));
      if (tree.flushedSequence() > 0) {
        edit.flushedSequence(tableId, tree.flushedSequence());
      }
    }
    return edit.build();
  }

  /** One more holder, unless the last has gone. */
  boolean hold() {
    int count = holders.get();
    while (count > 0) {
      if (holders.compareAndSet(count, count + 1)) {
        return true;
      }
      count = holders.get();
    }
    return false;
  }

  /** One holder less; true when it was the last. */
  boolean release() {
    int left = holders.decrementAndGet();
    if (left < 0) {
      throw new IllegalStateException("version " + id + " was unpinned more often than pinned");
    }
    return left == 0;
  }
}
