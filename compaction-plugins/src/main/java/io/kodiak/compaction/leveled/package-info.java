/**
 * The policy {@code leveled}: few runs, each level a multiple of the one above.
 *
 * <p>It goes back to P. O'Neil and others, <em>The Log-Structured Merge-Tree</em> (Acta Informatica
 * 1996), in the form that LevelDB gave it: flushes add runs to level 0; every deeper level is one
 * run of disjoint tables with a size that it should not exceed. Reads look into few runs; writes
 * pay for that by being rewritten about as often as the fan-out on every level. How large levels
 * are follows from the amount of data, so that little space is lost: see {@code LevelTargets}.
 */
@NullMarked
package io.kodiak.compaction.leveled;

import org.jspecify.annotations.NullMarked;
