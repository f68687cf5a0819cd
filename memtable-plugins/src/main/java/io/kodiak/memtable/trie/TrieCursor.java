package io.kodiak.memtable.trie;

import io.kodiak.api.EntryView;
import io.kodiak.api.PrefixCursor;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;

/**
 * A cursor over a radix tree, in either direction. It keeps its way down from the root, so a step
 * goes to the next child of the node it stands in, and leaving a prefix behind is to leave the
 * nodes below it; a seek goes down once, without sorting or comparing on its way, and then up to
 * where the sought key left it.
 *
 * <p>Used by one thread, beside the writer; why that is safe, {@link RadixNodes} and {@link
 * CursorPath} say.
 */
final class TrieCursor implements PrefixCursor {
  /** Memtables of fewer bytes lie in a near cache of most processors, as a whole. */
  private static final int LARGE = 2 << 20;

  private final EntryArena entries;
  private final RadixTree tree;
  private final RadixNodes nodes;
  private final Versions versions;
  private final boolean ascending;
  private final CursorPath path;
  private final EntryView view = new EntryView();

  TrieCursor(TrieMemtable memtable, boolean ascending) {
    this.entries = memtable.entries();
    this.tree = memtable.tree();
    this.nodes = tree.nodes();
    this.versions = tree.versions();
    this.ascending = ascending;
    this.path = new CursorPath(tree, entries, ascending, memtable.bytesUsed() >= LARGE);
  }

  @Override
  public boolean first() {
    path.clear();
    return enter(tree.root());
  }

  @Override
  public boolean seek(Slice key) {
    path.clear();
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int node = Link.NONE;
    int link = tree.root();
    while (Link.isNode(link)) {
      node = link;
      int depth = nodes.depth(node);
      int keyByte = depth < length ? array[offset + depth] & 0xff : RadixNodes.END;
      path.push(node, depth, keyByte);
      link = depth > length ? Link.NONE : nodes.child(node, keyByte);
    }
    if (link == Link.NONE && node == Link.NONE) {
      return false;
    }
    int met = link == Link.NONE ? nodes.entryBelow(node) : versions.entry(link);
    int shared = entries.sharedKeyBytes(met, 0, array, offset, length);
    int order = entries.keyByte(met, shared);
    order -= shared < length ? array[offset + shared] & 0xff : RadixNodes.END;
    return settle(link, shared, order);
  }

  /**
   * Goes on from a way down by a sought key.
   *
   * @param link where it led; or none, when the last node has no link for the key
   * @param shared how many bytes the sought key shares with one that was met there
   * @param order how this one compares with the sought key
   */
  private boolean settle(int link, int shared, int order) {
    // All keys below the edge on which the sought key leaves the way are on the same side of it.
    int edge = link;
    while (path.depth() > shared) {
      edge = path.pop();
    }
    boolean isAhead = order == 0 || order > 0 == ascending;
    return (isAhead && edge != Link.NONE) ? enter(edge) : advance();
  }

  @Override
  public boolean next() {
    return advance();
  }

  @Override
  public boolean skipPrefix(int length) {
    while (path.depth() >= length) {
      path.pop();
    }
    return advance();
  }

  /** Goes to the first entry at or below a link. */
  private boolean enter(int link) {
    if (Link.isEntry(link)) {
      return stand(link);
    }
    if (link == Link.NONE) {
      return false;
    }
    path.enter(link);
    return advance();
  }

  private boolean advance() {
    while (!path.isEmpty()) {
      int link = path.next();
      if (Link.isEntry(link)) {
        return stand(link);
      }
      if (link == Link.NONE) {
        path.pop();
      } else if (path.isInVersions()) {
        return stand(link);
      } else {
        path.enter(link);
      }
    }
    return false;
  }

  private boolean stand(int version) {
    entries.read(versions.entry(version), view);
    return true;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    path.clear();
  }
}
