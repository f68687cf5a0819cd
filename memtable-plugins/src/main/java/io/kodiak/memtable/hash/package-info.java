/**
 * Hashing for memtables that find keys, or groups of keys, by it.
 *
 * <p>One writer and any number of readers without locks, as everything that memtables share.
 */
@NullMarked
package io.kodiak.memtable.hash;

import org.jspecify.annotations.NullMarked;
