package io.kodiak.engine.manifest;

import java.util.Collection;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The trees of all tables at one moment. Immutable, apart from the count of those who hold it,
 * which belongs to {@link VersionSet#pin} and {@link VersionSet#unpin}.
 */
public final class Version {
  private final long id;
  private final SortedMap<Integer, Tree> trees;
  private final AtomicInteger holders = new AtomicInteger(1);

  Version(long id, SortedMap<Integer, Tree> trees) {
    this.id = id;
    this.trees = trees;
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

  SortedMap<Integer, Tree> byTable() {
    return trees;
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
