package io.kodiak.engine.backpressure;

import io.kodiak.api.Run;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What flush and compaction have still to do for the writes of one table, and how fast they get it
 * done: from both follows how fast writers may go on.
 *
 * <p>Three debts count, and the worst of them decides:
 *
 * <ul>
 *   <li>full memtables, when the last one that there is room for is half full; paid off by flushes;
 *   <li>the runs on level 0, from the setting where writers slow down to that where they wait; paid
 *       off by compactions that take runs from level 0;
 *   <li>the bytes that wait to be merged, up to where writers are as fast as compaction.
 * </ul>
 *
 * <p>What shape a tree shall have, only its policy knows. But all policies have in common that they
 * merge the runs of a level, sooner or later, into the oldest of it or a deeper one. So the bytes
 * of all runs but the oldest of each level are taken for what waits, less what waited when the
 * policy last had no wish: a policy that lets runs lie owes nothing for them. In units of the
 * latest flush they are measured by the settings for runs. Merges within level 0 make runs fewer
 * and the work no less; this debt still shows it. It never slows writers below what compaction
 * manages, as bytes alone harm no reader.
 *
 * <p>Throughput is in bytes of the writers, not of files: a compaction that takes a run from level
 * 0 has done as much as writers brought for one. So nothing has to be known of write amplification.
 * Safe for use by several threads.
 */
public final class WriteDebt {
  /** Taken for the throughput until some was measured, in bytes per second. */
  private static final double ASSUMED = 16 << 20;

  private static final double MOST_BY_BYTES = 0.5;

  private final WriteLimits options;
  private final Throughput flushing;
  private final Throughput draining;
  private volatile double bytesPerRun;
  private volatile double fileBytesPerRun;
  private volatile long waitingAtRest;

  /**
   * No debt yet.
   *
   * @param nanoTime a clock that only moves forward, in nanoseconds
   */
  public WriteDebt(WriteLimits options, LongSupplier nanoTime) {
    this.options = options;
    this.flushing = new Throughput(ASSUMED, nanoTime);
    this.draining = new Throughput(ASSUMED, nanoTime);
    this.bytesPerRun = options.flushBytes();
    this.fileBytesPerRun = options.flushBytes();
  }

  /** The bytes of all runs but the oldest of each level. */
  public static long waiting(List<Run> runs) {
    long waiting = 0;
    for (int i = 0; i + 1 < runs.size(); i++) {
      if (runs.get(i).level() == runs.get(i + 1).level()) {
        waiting += runs.get(i).bytes();
      }
    }
    return waiting;
  }

  /** Says that a memtable became full with so many bytes of keys and values. */
  public void filled(long bytes) {
    bytesPerRun = Math.max(1, bytes);
  }

  /** Says that a memtable waits to be flushed. */
  public void flushDue() {
    flushing.begin();
  }

  /**
   * Says that a memtable was flushed.
   *
   * @param fileBytes the size of its files
   * @param more whether another waits
   */
  public void flushed(long fileBytes, boolean more) {
    fileBytesPerRun = Math.max(1, fileBytes);
    flushing.done(bytesPerRun);
    if (!more) {
      flushing.rest();
    }
  }

  /** Says that a compaction left level 0 with so many runs less. */
  public void drained(int runs) {
    if (runs > 0) {
      draining.done(runs * bytesPerRun);
    }
  }

  /** Says that the policy wants something merged, or something is being merged. */
  public void compactionDue() {
    draining.begin();
  }

  /**
   * Says that the policy is content.
   *
   * @param waiting what {@link #waiting(List)} says of the tree
   */
  public void atRest(long waiting) {
    draining.rest();
    waitingAtRest = waiting;
  }

  /**
   * The pressure of the memtables.
   *
   * @param immutable how many wait to be flushed
   * @param fill how full the active one is: 1 and more: it is to be flushed
   */
  public Pressure ofMemtables(int immutable, double fill) {
    double used = immutable + Math.min(1, fill) - options.immutableMemtables();
    return used <= 0.5 ? Pressure.NONE : Pressure.of(2 * used - 1, flushing.bytesPerSecond());
  }

  /**
   * The pressure of the tree, while its policy is not content.
   *
   * @param runs how many there are on level 0
   * @param waiting what {@link #waiting(List)} says of the tree
   */
  public Pressure ofTree(int runs, long waiting) {
    if (runs >= options.stopRuns()) {
      return Pressure.STOP;
    }
    double byRuns = share(runs);
    double byBytes = share((waiting - waitingAtRest) / fileBytesPerRun);
    double debt = Math.max(byRuns, Math.min(MOST_BY_BYTES, byBytes));
    return debt <= 0 ? Pressure.NONE : Pressure.of(debt, draining.bytesPerSecond());
  }

  /**
   * Where between the two settings so many runs are: 0: at or below the first; 1: at the second.
   */
  private double share(double runs) {
    double over = runs - options.slowdownRuns() + 1;
    return over / (options.stopRuns() - options.slowdownRuns() + 1);
  }
}
