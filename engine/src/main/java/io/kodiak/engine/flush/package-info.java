/**
 * Flush: writing a full memtable to SSTables.
 *
 * <p>The memtable is a plug-in, so everything that it hands over is checked before the files become
 * part of the tree.
 */
@NullMarked
package io.kodiak.engine.flush;

import org.jspecify.annotations.NullMarked;
