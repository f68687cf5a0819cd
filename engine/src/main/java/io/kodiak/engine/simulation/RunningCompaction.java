package io.kodiak.engine.simulation;

import io.kodiak.api.CompactionPlan;
import io.kodiak.engine.compaction.Placement;

/** A compaction that runs in a simulation. For one thread. */
final class RunningCompaction {
  private final CompactionPlan plan;
  private final Placement placement;
  private final boolean moves;
  private final int parts;
  private double bytesLeft;
  private int threads;

  /**
   * A compaction that begins.
   *
   * @param moves whether it gives files another place and merges nothing
   * @param bytes what it reads
   * @param parts into how many ranges of keys it is split
   */
  RunningCompaction(
      CompactionPlan plan, Placement placement, boolean moves, double bytes, int parts) {
    this.plan = plan;
    this.placement = placement;
    this.moves = moves;
    this.bytesLeft = moves ? 0 : bytes;
    this.parts = parts;
  }

  CompactionPlan plan() {
    return plan;
  }

  Placement placement() {
    return placement;
  }

  boolean moves() {
    return moves;
  }

  int parts() {
    return parts;
  }

  int threads() {
    return threads;
  }

  void workOn(int count) {
    threads = count;
  }

  double secondsLeft(double bytesPerThread) {
    return bytesLeft / (threads * bytesPerThread);
  }

  void pass(double seconds, double bytesPerThread) {
    bytesLeft = Math.max(0, bytesLeft - seconds * threads * bytesPerThread);
  }
}
