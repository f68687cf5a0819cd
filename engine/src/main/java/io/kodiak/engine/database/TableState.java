package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.engine.backpressure.Pressure;
import io.kodiak.engine.backpressure.WriteDebt;
import io.kodiak.engine.compaction.Placement;
import io.kodiak.engine.manifest.TableInfo;
import io.kodiak.engine.manifest.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One table while the database is open: its memtables, the view that readers take, and its
 * counters.
 *
 * <p>The write path alone adds to the active memtable and switches it; the flush worker takes the
 * immutable ones, oldest first; both exchange the view under this object's monitor, which no reader
 * takes. Letting go of a view may delete files, which can take tenths of a second: that is done
 * without the monitor, and never by the write path.
 */
final class TableState {
  private final TableInfo info;
  private final TableOptions options;
  private final Views views;
  private final Counters counters = new Counters();
  private final WriteDebt debt;
  private final TreePressure ofTree;
  private final QuietTime quiet = new QuietTime();
  private final TableMemtables memtables;
  private final List<PinnedView> replaced = new ArrayList<>();
  private final ReentrantLock placing = new ReentrantLock();
  private volatile PinnedView view;
  private volatile boolean overdue;
  private volatile boolean closed;
  private volatile @Nullable NamedFormat override;
  private boolean touched;
  private long activeBytes;

  TableState(TableInfo info, TableOptions options, Views views) {
    this.info = info;
    this.options = options;
    this.views = views;
    this.debt = new WriteDebt(options.writeLimits(), System::nanoTime);
    this.ofTree = new TreePressure(debt);
    this.memtables = new TableMemtables(options);
    this.view = views.build(this, memtables.newestFirst());
  }

  int id() {
    return info.id();
  }

  String name() {
    return info.name();
  }

  TableInfo info() {
    return info;
  }

  TableOptions options() {
    return options;
  }

  /** The format of new files on a level: as the options say, unless another is set. */
  NamedFormat format(int level, boolean lastLevel) {
    NamedFormat set = override;
    return set == null ? options.format(level, lastLevel) : set;
  }

  /** Sets the format of all new files; {@code null}: it is as the options say again. */
  void override(@Nullable NamedFormat format) {
    override = format;
  }

  Counters counters() {
    return counters;
  }

  /** Held by whoever adds a run to level 0, from when its number is chosen until it is there. */
  ReentrantLock placing() {
    return placing;
  }

  /** The table's tree as it is now. */
  Tree tree() {
    return views.tree(info.id());
  }

  /** Entries up to this sequence are in SSTables. */
  long flushedSequence() {
    return tree().flushedSequence();
  }

  /**
   * Pins the current view; whoever calls this releases it.
   *
   * @throws KodiakException CLOSED
   */
  PinnedView acquire() {
    PinnedView current = view;
    while (!current.tryAcquire()) {
      checkOpen();
      current = view;
    }
    return current;
  }

  /**
   * A view of the files alone, for long work on them: it keeps no memtable in memory. Whoever calls
   * this releases it.
   *
   * @throws KodiakException CLOSED
   */
  PinnedView acquireFiles() {
    checkOpen();
    PinnedView files = views.build(this, List.of());
    if (closed) {
      files.release();
      checkOpen();
    }
    return files;
  }

  private void checkOpen() {
    if (closed) {
      throw new KodiakException(KodiakException.Kind.CLOSED, "the database is closed");
    }
  }

  // The write path, holding the baton.

  MemtableHandle active() {
    return memtables.active();
  }

  /** Whether this is the first write since {@link #untouch}. */
  boolean touch() {
    boolean first = !touched;
    touched = true;
    return first;
  }

  void untouch() {
    touched = false;
  }

  void count(int bytes) {
    counters.written(bytes);
    activeBytes += bytes;
  }

  /** Whether the active memtable is to be flushed. */
  boolean isFull() {
    return memtables.isFull();
  }

  /**
   * Makes the active memtable, which is full, immutable and begins a fresh one, unless too many
   * wait to be flushed already.
   *
   * @return whether it was switched; otherwise the pressure on writers rises until there is room
   */
  boolean switchActive() {
    synchronized (this) {
      overdue = memtables.isQueueFull();
      if (!overdue) {
        boolean bySize = memtables.isFullBySize();
        exchange();
        (bySize ? counters.fullBySize : counters.fullByEntries).increment();
        debt.filled(activeBytes);
        flushDue();
      }
    }
    views.changed(this);
    return !overdue;
  }

  /** Makes the active memtable immutable, however many wait; nothing happens when it is empty. */
  void seal() {
    synchronized (this) {
      if (memtables.active().isEmpty()) {
        return;
      }
      overdue = false;
      exchange();
      flushDue();
    }
    views.changed(this);
  }

  /**
   * Changes nothing when it fails: a plug-in may make no memtable, and a file of the tree that is
   * opened for the view may be unreadable. Readers must see the memtable that is written to.
   */
  private void exchange() {
    MemtableHandle next = memtables.fresh();
    PinnedView built;
    try {
      built = views.build(this, memtables.newestFirst(next));
    } catch (RuntimeException | Error e) {
      next.release();
      throw e;
    }
    memtables.exchange(next);
    show(built);
  }

  private void flushDue() {
    activeBytes = 0;
    debt.flushDue();
  }

  // The flush and compaction workers.

  /** The immutable memtable to flush next; {@code null} when there is none. */
  synchronized @Nullable MemtableHandle oldestImmutable() {
    return memtables.oldestImmutable();
  }

  int immutableCount() {
    return memtables.immutableCount();
  }

  /**
   * Takes the oldest immutable memtable out of the view: it is in the tree now. Changes nothing
   * when it fails, as a file that is new may be unreadable.
   */
  void flushed() {
    MemtableHandle done;
    synchronized (this) {
      PinnedView built = views.build(this, memtables.newestFirstWithoutOldest());
      done = memtables.removeOldest();
      show(built);
      debt.flushed(bytesOnTop(), memtables.immutableCount() > 0);
    }
    done.release();
    views.changed(this);
    releaseReplaced();
  }

  /** The size of the newest run, if it is on level 0. */
  private long bytesOnTop() {
    List<Run> runs = tree().runs();
    return runs.isEmpty() || runs.get(0).level() > 0 ? 0 : runs.get(0).bytes();
  }

  /**
   * Says that a compaction changed the tree.
   *
   * @param before the tree that it was planned for
   */
  void compacted(Tree before, CompactionPlan plan, Placement placement) {
    ofTree.compacted(before, tree(), plan, placement);
  }

  /** Shows readers the tree as it is now, and lets go of those before. */
  void treeChanged() {
    showTree();
    releaseReplaced();
  }

  /** Shows readers the tree as it is now; {@link #releaseReplaced} is left to the caller. */
  void showTree() {
    synchronized (this) {
      show(views.build(this, memtables.newestFirst()));
    }
    views.changed(this);
  }

  /** Lets go of views that were replaced; to be called without a lock, as it may delete files. */
  void releaseReplaced() {
    List<PinnedView> taken;
    synchronized (this) {
      taken = List.copyOf(replaced);
      replaced.clear();
    }
    taken.forEach(PinnedView::release);
  }

  /** The sequence of the oldest entry that is in no SSTable; {@code Long.MAX_VALUE}: none. */
  synchronized long oldestUnflushed() {
    return memtables.oldestSequence();
  }

  /**
   * Notes that this tree stays as it is: the policy is content with it and nothing is merged, or
   * compaction is paused.
   */
  void atRest(Tree tree) {
    if (ofTree.atRest(tree)) {
      views.changed(this);
    }
  }

  /** Notes that something of this tree is to be merged, or being merged. */
  void compactionDue() {
    if (ofTree.compactionDue()) {
      views.changed(this);
    }
  }

  /**
   * How much this table holds writers back. Does not take the monitor, under which views are built,
   * as writers ask again and again.
   */
  Pressure pressure() {
    if (overdue && memtables.isQueueFull()) {
      return Pressure.STOP;
    }
    Pressure ofMemtables = debt.ofMemtables(memtables.immutableCount(), memtables.fill());
    return ofMemtables.orWorse(ofTree.of(tree()));
  }

  /** Whether writers are held back until a memtable has been flushed, or will be soon. */
  boolean awaitsFlush() {
    return memtables.isQueueFull()
        && !debt.ofMemtables(memtables.immutableCount(), memtables.fill()).isNone();
  }

  /** For how long nothing has been written, in milliseconds, as far as this was asked. */
  long quietMillis(long nowMillis) {
    return quiet.look(counters.bytesWritten() + counters.bytesLoaded.sum(), nowMillis);
  }

  synchronized long memtableEntries() {
    return memtables.entries();
  }

  synchronized long memtableBytes() {
    return memtables.bytes();
  }

  /** Lets go of everything; readers that are at work finish with what they have. */
  void close() {
    closed = true;
    releaseReplaced();
    synchronized (this) {
      view.release();
      memtables.release();
    }
  }

  private void show(PinnedView built) {
    replaced.add(view);
    view = built;
  }
}
