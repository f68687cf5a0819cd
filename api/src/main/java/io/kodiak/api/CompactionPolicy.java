package io.kodiak.api;

import java.util.List;

/**
 * Decides which SSTables to merge, and into which level, so that the tree keeps its shape.
 *
 * <p>A policy is a pure function: the same tree gives the same plans. It reads no file, no clock
 * and no random numbers, keeps no state and logs nothing; whatever it needs is in the view. It may
 * be called from several threads.
 */
@FunctionalInterface
public interface CompactionPolicy {
  /**
   * What to compact now, most urgent first or not: the engine orders by priority. Empty when the
   * tree has its shape. Plans must not share inputs. The engine calls again after every change, and
   * every few seconds while there is none, as time may change what is due.
   */
  List<CompactionPlan> plan(TreeView tree);
}
