/**
 * The memtable {@code rotating-skiplist}: a skip list whose writer touches the lowest level alone,
 * while a thread in the background keeps the index levels in balance.
 */
@NullMarked
package io.kodiak.memtable.rotating;

import org.jspecify.annotations.NullMarked;
