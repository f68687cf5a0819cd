/**
 * Compaction: holding a policy's plan against the tree, and merging what it names.
 *
 * <p>A merge moves ranges of rows from block to block. Its inputs stay untouched and part of the
 * tree until the edit that it ends with is applied; whatever stops it before, its outputs are
 * deleted.
 */
@NullMarked
package io.kodiak.engine.compaction;

import org.jspecify.annotations.NullMarked;
