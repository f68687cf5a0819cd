/**
 * Memory that memtables share: slabs in which entries and nodes lie side by side, without an object
 * for each.
 *
 * <p>Everything here has one writer and any number of readers. A reader may follow a reference once
 * it got it from the writer by an acquiring read of what the writer stored with release; what lies
 * behind a reference never changes.
 */
@NullMarked
package io.kodiak.memtable.arena;

import org.jspecify.annotations.NullMarked;
