/**
 * What-if: the real compaction policies over a tree of expectations instead of files.
 *
 * <p>An SSTable is a range of keys and, for each class of keys that are equally popular, how many
 * of them it is expected to hold. Merging two of them is arithmetic, so billions of writes take
 * seconds. Plans are checked and placed by the rules that the engine has.
 */
@NullMarked
package io.kodiak.engine.simulation;

import org.jspecify.annotations.NullMarked;
