package io.kodiak.engine.read;

import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Memtable;
import io.kodiak.api.Slice;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A scan over one table: the live entries of a range of keys as of a snapshot, in one direction.
 *
 * <p>It shows, of every key, the newest version whose sequence is at most the snapshot, unless that
 * is a tombstone.
 *
 * <p>A heap tells which source comes next. As long as the entries of that source stay before those
 * of all others, which a search in its block tells in advance, the scan goes from row to row and
 * asks no heap: over one large run that is nearly always.
 *
 * <p>For one thread. When a call fails, the scan stands nowhere: {@link #next()} throws again, so
 * that nothing is left out unnoticed, until a {@link #seek} succeeds.
 */
public final class MergeScan implements Closeable {
  private final SourceCursor[] sources;
  private final MergeHeap heap;
  private final EntryView entry = new EntryView();
  private final boolean reverse;
  private boolean started;
  private boolean broken;
  private boolean closed;
  private @Nullable SourceCursor current;

  /** {@link #current}, when it is a run; it alone holds the keys before {@link #limit}. */
  private @Nullable RunCursor exclusive;

  private int limit;

  /**
   * Makes a scan that stands before its first entry; no file is read yet.
   *
   * @param view must stay open until the scan is closed
   * @param reverse whether to go from the greatest key down
   * @param readAhead where blocks are decoded that a long scan will want
   */
  public MergeScan(
      ReadView view, KeyRange range, boolean reverse, long snapshot, ReadAhead readAhead) {
    this.reverse = reverse;
    int memtables = range.isEmpty() ? 0 : view.memtableCount();
    int runs = range.isEmpty() ? 0 : view.runCount();
    sources = new SourceCursor[memtables + runs];
    heap = new MergeHeap(sources.length, reverse);
    for (int i = 0; i < runs; i++) {
      SSTableRun run = view.run(i);
      sources[memtables + i] =
          reverse
              ? new ReverseRunCursor(run, range, snapshot, readAhead)
              : new ForwardRunCursor(run, range, snapshot, readAhead);
    }
    boolean complete = false;
    int opened = 0;
    try {
      for (; opened < memtables; opened++) {
        Memtable memtable = view.memtable(opened);
        sources[opened] =
            reverse
                ? new ReverseMemtableCursor(memtable, range, snapshot)
                : new ForwardMemtableCursor(memtable, range, snapshot);
      }
      complete = true;
    } finally {
      for (int i = 0; !complete && i < opened; i++) {
        sources[i].close();
      }
    }
  }

  /** Makes a scan that reads nothing ahead. */
  public MergeScan(ReadView view, KeyRange range, boolean reverse, long snapshot) {
    this(view, range, reverse, snapshot, ReadAhead.NONE);
  }

  /**
   * Moves to the next entry, at first to the first one.
   *
   * @return whether there is one; behind the last one {@code false}, again and again
   */
  public boolean next() throws IOException {
    RunCursor run = exclusive;
    if (run != null) {
      while (run.nextWithin(limit)) {
        if (run.isPut()) {
          run.read(entry);
          return true;
        }
      }
    }
    return nextOfAll();
  }

  private boolean nextOfAll() throws IOException {
    checkWhole();
    begin();
    if (started) {
      advance();
    } else {
      start(null);
    }
    return end();
  }

  /**
   * Moves to the first entry of the range, in the direction of the scan, at or beyond {@code key}:
   * forward, the least key that is at least {@code key}; in reverse, the greatest that is at most
   * {@code key}.
   *
   * @return whether there is one
   */
  public boolean seek(Slice key) throws IOException {
    begin();
    start(key);
    return end();
  }

  /**
   * Moves to the next entry whose key does not begin with the first {@code length} bytes of the
   * current key. Each source that has such keys leaves them behind in one step, however many they
   * are; tombstones behind them are walked over.
   *
   * <p>Only upwards, and only while the scan stands on an entry.
   *
   * @param length 1 to the length of the current key, in bytes
   * @return whether there is one
   */
  public boolean skipPrefix(int length) throws IOException {
    checkWhole();
    if (current == null || reverse) {
      throw new IllegalStateException("the scan stands on no entry, or goes downwards");
    }
    Slice key = Slice.of(entry.keyArray(), entry.keyOffset(), entry.keyLength());
    byte[] prefix = key.slice(0, length).toByteArray();
    begin();
    Slice above = KeyRange.prefix(prefix).to();
    // The top is left first, whatever its fields say: within a block they lag behind its row.
    do {
      heap.skipTop(length, above);
    } while (heap.top() != null && heap.top().startsWith(prefix));
    settle();
    return end();
  }

  private void checkWhole() throws IOException {
    if (broken) {
      throw new IOException("an earlier move of this scan failed: seek, or begin another scan");
    }
  }

  private void start(@Nullable Slice key) throws IOException {
    started = true;
    current = null;
    exclusive = null;
    heap.clear();
    for (SourceCursor source : sources) {
      boolean found =
          key == null ? source.first() : source.seek(key.array(), key.offset(), key.length());
      if (found) {
        heap.add(source);
      }
    }
    settle();
  }

  private void advance() throws IOException {
    if (current != null) {
      heap.advanceTop();
      settle();
    }
  }

  /**
   * Takes the top of the heap, and moves the others off its key: their versions of it are older.
   */
  private void settle() throws IOException {
    SourceCursor top = heap.top();
    SourceCursor second = heap.second();
    while (top != null && second != null && second.sameKey(top)) {
      heap.advanceSecond();
      second = heap.second();
    }
    current = top;
    exclusive = top instanceof RunCursor run ? run : null;
    if (exclusive != null) {
      limit = exclusive.limit(second);
    }
  }

  /** Moves on to the first entry that is no tombstone, from the current one on. */
  private boolean live() throws IOException {
    while (current != null && !current.isPut()) {
      if (exclusive == null || !exclusive.nextWithin(limit)) {
        advance();
      }
    }
    if (current == null) {
      return false;
    }
    current.read(entry);
    return true;
  }

  /** A move that does not get to its end leaves the sources somewhere. */
  private void begin() {
    if (closed) {
      throw new IllegalStateException("the scan is closed");
    }
    broken = true;
    exclusive = null;
  }

  private boolean end() throws IOException {
    boolean found = live();
    broken = false;
    return found;
  }

  /**
   * The current entry: always the same object. Its ranges stay valid until the scan moves or is
   * closed.
   */
  public EntryView entry() {
    return entry;
  }

  /** Releases memtable cursors and blocks. Closing again does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    current = null;
    exclusive = null;
    heap.clear();
    for (SourceCursor source : sources) {
      source.close();
    }
  }
}
