/** The memtable {@code b-skiplist}: a skip list of nodes with many keys, read without locks. */
@NullMarked
package io.kodiak.memtable.bskiplist;

import org.jspecify.annotations.NullMarked;
