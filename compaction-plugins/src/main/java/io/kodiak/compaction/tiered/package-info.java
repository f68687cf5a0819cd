/**
 * The policy {@code tiered}: runs of about one size are merged into one, so that an entry is
 * rewritten about once for each time that the data has grown by the merge width.
 *
 * <p>The scheme goes back to H. V. Jagadish and others, <em>Incremental Organization for Data
 * Recording and Warehousing</em> (VLDB 1997), and is what Cassandra calls size-tiered and RocksDB
 * universal compaction; what it costs beside leveling is analysed in N. Dayan and others,
 * <em>Monkey: Optimal Navigable Key-Value Store</em> (SIGMOD 2017).
 *
 * <p>All runs of the tree count as one sequence ordered by age, whatever their levels are, so a
 * tree of any other policy is a tree of this one. What it makes itself lies on three levels. Level
 * 0 has the runs of flushes, and only these: the engine holds writers back by their number, and
 * they may have a format that is quick to write. Level 1 has what was merged of them, several runs.
 * Level 2 has the base: the run of the oldest data, often most of it, in the format of the last
 * level.
 */
@NullMarked
package io.kodiak.compaction.tiered;

import org.jspecify.annotations.NullMarked;
