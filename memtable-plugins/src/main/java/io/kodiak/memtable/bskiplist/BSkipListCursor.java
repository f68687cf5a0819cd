package io.kodiak.memtable.bskiplist;

import io.kodiak.api.Cursor;
import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.SortedWords;
import io.kodiak.memtable.arena.WordPosition;

/**
 * A cursor over the lowest level of a list, in either direction.
 *
 * <p>A link back leads to a node before this one, between which others may have been added since:
 * the node directly before is the one whose link leads here.
 */
final class BSkipListCursor implements Cursor {
  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;

  private final BSkipList list;
  private final Nodes nodes;
  private final EntryArena entries;
  private final boolean ascending;
  private final EntryView view = new EntryView();
  private final WordPosition position = new WordPosition();

  BSkipListCursor(BSkipListMemtable memtable, boolean ascending) {
    this.list = memtable.list();
    this.nodes = list.nodes();
    this.entries = memtable.entries();
    this.ascending = ascending;
  }

  @Override
  public boolean first() {
    position.restart();
    long[] head = nodes.run(Nodes.HEAD);
    return shows(
        ascending
            ? position.first(head) || nextNode()
            : lastBefore(Nodes.previous(head), SortedWords.NO_REFERENCE));
  }

  @Override
  public boolean seek(Slice key) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    long sequence = ascending ? NEWEST : OLDEST;
    position.restart();
    long[] run = list.leaf(array, offset, length, sequence);
    long place = place(run, array, offset, length, sequence);
    if (!ascending) {
      return shows(
          position.before(run, place, entries, array, offset, length, sequence) || previousNode());
    }
    while (!position.place(run, place)) {
      long next = Nodes.next(run);
      if (next == SortedWords.NONE) {
        return false;
      }
      run = nodes.run(SortedWords.reference(next));
      place = place(run, array, offset, length, sequence);
    }
    return shows(true);
  }

  private long place(long[] run, byte[] key, int offset, int length, long sequence) {
    long digest = SortedWords.digest(run, key, offset, length);
    return SortedWords.place(run, digest, entries, key, offset, length, sequence);
  }

  @Override
  public boolean next() {
    position.touch(entries, ascending ? 1 : -1);
    return shows(ascending ? position.next() || nextNode() : position.previous() || previousNode());
  }

  private boolean nextNode() {
    long next = Nodes.next(position.run());
    return next != SortedWords.NONE && position.first(nodes.run(SortedWords.reference(next)));
  }

  private boolean previousNode() {
    long[] run = position.run();
    int header = Nodes.header(run);
    return header != SortedWords.NO_REFERENCE && lastBefore(Nodes.previous(run), header);
  }

  /** Moves to the last word of the node before the one with this header, from one before it. */
  private boolean lastBefore(int node, int header) {
    long[] run = nodes.run(node);
    long next = Nodes.next(run);
    while (header(next) != header) {
      run = nodes.run(SortedWords.reference(next));
      next = Nodes.next(run);
    }
    return position.last(run);
  }

  private int header(long link) {
    return link == SortedWords.NONE
        ? SortedWords.NO_REFERENCE
        : Nodes.header(nodes.run(SortedWords.reference(link)));
  }

  private boolean shows(boolean on) {
    if (on) {
      entries.read(position.reference(), view);
    }
    return on;
  }

  @Override
  public EntryView entry() {
    return view;
  }

  @Override
  public void close() {
    // Nothing is held that the collector would not take.
  }
}
