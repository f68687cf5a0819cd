package io.kodiak.engine.simulation;

import io.kodiak.engine.backpressure.Pressure;
import io.kodiak.engine.backpressure.WriteDebt;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The memtables of a simulation, and how fast writers may fill them: by the engine's own rule. For
 * one thread.
 */
final class Writers {
  private final Environment environment;
  private final WriteDebt debt;
  private final Deque<Full> immutables = new ArrayDeque<>();
  private double flushEnds = Double.POSITIVE_INFINITY;
  private boolean atRest = true;
  private int runsOnTop;
  private long waiting;

  /**
   * A memtable that waits to be flushed.
   *
   * @param content what its table will hold
   * @param writes how many writes went into it
   * @param bytes the size of its file
   */
  record Full(Part content, double writes, double bytes) {}

  Writers(Environment environment, WriteDebt debt) {
    this.environment = environment;
    this.debt = debt;
  }

  /** Whether a full memtable may become immutable. */
  boolean haveRoom() {
    return immutables.size() < environment.immutableMemtables();
  }

  /**
   * How much writers are held back.
   *
   * @param fill how full the active memtable is, from 0 to 1
   */
  Pressure pressure(double fill) {
    Pressure ofMemtables = debt.ofMemtables(immutables.size(), fill);
    return atRest ? ofMemtables : ofMemtables.orWorse(debt.ofTree(runsOnTop, waiting));
  }

  /** Says that a memtable became full, with so many bytes of keys and values. */
  void filled(Full memtable, double bytes, double now) {
    debt.filled(Math.round(bytes));
    immutables.addLast(memtable);
    debt.flushDue();
    if (immutables.size() == 1) {
      flushEnds = now + memtable.bytes() / environment.flushRate();
    }
  }

  /** When the next flush ends; infinite: none is due. */
  double flushEnds() {
    return flushEnds;
  }

  /** Ends the flush of the oldest memtable, and begins the next. */
  @Nullable Full flushed(double now) {
    Full done = immutables.pollFirst();
    if (done != null) {
      debt.flushed(Math.round(done.bytes()), !immutables.isEmpty());
    }
    Full next = immutables.peekFirst();
    flushEnds =
        next == null ? Double.POSITIVE_INFINITY : now + next.bytes() / environment.flushRate();
    return done;
  }

  /** Says how the tree is now. */
  void treeIs(ModelTree tree) {
    runsOnTop = tree.runsOnTop();
    waiting = tree.waiting();
  }

  /** Says that a compaction left level 0 with so many runs less. */
  void drained(int runs) {
    debt.drained(runs);
  }

  /** Notes whether the policy is content and nothing is merged. */
  void atRest(boolean rests) {
    atRest = rests;
    if (rests) {
      debt.atRest(waiting);
    } else {
      debt.compactionDue();
    }
  }
}
