package io.kodiak.engine.database;

import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.read.ReadView;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A view of a table that counts its readers. What it shows is released when the table has moved on
 * and the last reader has let go.
 */
final class PinnedView {
  private final Tree tree;
  private final ReadView view;
  private final Runnable onFree;
  private final AtomicInteger readers = new AtomicInteger(1);

  /** Makes a view that is pinned once, by the table itself. */
  PinnedView(Tree tree, ReadView view, Runnable onFree) {
    this.tree = tree;
    this.view = view;
    this.onFree = onFree;
  }

  String table() {
    return tree.table().name();
  }

  /** The tree whose files this view keeps. */
  Tree tree() {
    return tree;
  }

  ReadView view() {
    return view;
  }

  /** Pins the view, unless it is already freed. */
  boolean tryAcquire() {
    int count = readers.get();
    while (count > 0) {
      int seen = readers.compareAndExchange(count, count + 1);
      if (seen == count) {
        return true;
      }
      count = seen;
    }
    return false;
  }

  void release() {
    if (readers.decrementAndGet() == 0) {
      onFree.run();
    }
  }
}
