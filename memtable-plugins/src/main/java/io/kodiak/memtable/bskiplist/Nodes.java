package io.kodiak.memtable.bskiplist;

import io.kodiak.api.EntryView;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyedReferences;
import io.kodiak.memtable.arena.SortedWords;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * The nodes of a {@link BSkipList} by number, each a run of {@link SortedWords} with a header, a
 * successor and, on the lowest level, a predecessor.
 *
 * <p>The header is the entry that the node begins with, and it never changes. What is in a node may
 * move into another run, which is then stored under the same number: so a link names a number and
 * stays right, as in the mapping table of J. Levandoski, D. Lomet and S. Sengupta, <em>The Bw-Tree:
 * A B-tree for New Hardware Platforms</em> (ICDE 2013). The first nodes are the heads of the
 * levels; their header comes before all keys.
 *
 * <p>As {@link KeyedReferences}, a number stands for the header.
 */
final class Nodes implements KeyedReferences {
  /** The number of the node that is the head of the lowest level. */
  static final int HEAD = 0;

  private static final int NEXT = 0;
  private static final int PREVIOUS = 1;
  private static final VarHandle RUN = MethodHandles.arrayElementVarHandle(long[][].class);
  private static final byte[] NO_KEY = {};

  private final EntryArena entries;

  /** Volatile, as a reader may meet a longer table that it got by no link. */
  private volatile long[][] runs = new long[16][];

  // What follows belongs to the writer.
  private int count;
  private long heapBytes;

  Nodes(EntryArena entries) {
    this.entries = entries;
    heapBytes = 32 + 16 + 4L * runs.length;
  }

  /** The run of a node, with all that was there before it was stored. */
  long[] run(int node) {
    return (long[]) RUN.getAcquire(runs, node);
  }

  /** The entry that a node begins with; {@link SortedWords#NO_REFERENCE} for a head. */
  static int header(long[] run) {
    return SortedWords.tag(run);
  }

  /** The link to the node behind: a word with the digest of its header in this run. */
  static long next(long[] run) {
    return SortedWords.owned(run, NEXT);
  }

  /**
   * A node before this one, and not far; of the head, the last node or one not far before. For the
   * lowest level.
   */
  static int previous(long[] run) {
    return (int) SortedWords.owned(run, PREVIOUS);
  }

  static void previous(long[] run, int node) {
    SortedWords.owned(run, PREVIOUS, node);
  }

  /** Reserves the number of a node. For the writer. */
  int reserve() {
    long[][] table = runs;
    if (count == table.length) {
      heapBytes += 4L * table.length;
      runs = Arrays.copyOf(table, 2 * table.length);
    }
    return count++;
  }

  /** Stores the run of a node. For the writer. */
  void store(int node, long[] run) {
    long[][] table = runs;
    long[] former = table[node];
    heapBytes += SortedWords.heapBytes(run);
    heapBytes -= former == null ? 0 : SortedWords.heapBytes(former);
    RUN.setRelease(table, node, run);
  }

  /** Links a run to the node behind. For the writer. */
  void link(long[] run, int next) {
    long link = SortedWords.NONE;
    if (next != SortedWords.NO_REFERENCE) {
      EntryView view = new EntryView();
      read(next, view);
      long digest = SortedWords.digest(run, view.keyArray(), view.keyOffset(), view.keyLength());
      link = SortedWords.word(digest, next);
    }
    SortedWords.owned(run, NEXT, link);
  }

  @Override
  public int compare(int node, byte[] key, int offset, int length, long sequence) {
    int header = header(run(node));
    return header == SortedWords.NO_REFERENCE
        ? -1
        : entries.compare(header, key, offset, length, sequence);
  }

  @Override
  public void read(int node, EntryView view) {
    int header = header(run(node));
    if (header == SortedWords.NO_REFERENCE) {
      view.key(NO_KEY, 0, 0);
    } else {
      entries.read(header, view);
    }
  }

  /** The heap that the nodes take without the entries, in bytes. For the writer. */
  long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all runs. */
  void clear() {
    runs = new long[0][];
  }
}
