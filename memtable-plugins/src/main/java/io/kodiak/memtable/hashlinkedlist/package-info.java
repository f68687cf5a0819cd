/** The memtable {@code hash-linked-list}: a sorted list for each prefix of keys, found by hash. */
@NullMarked
package io.kodiak.memtable.hashlinkedlist;

import org.jspecify.annotations.NullMarked;
