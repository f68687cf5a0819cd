/** The memtable {@code skiplist}: a skip list in slabs, read without locks. */
@NullMarked
package io.kodiak.memtable.skiplist;

import org.jspecify.annotations.NullMarked;
