/** The memtable {@code linked-list}: entries in the order in which they came, newest first. */
@NullMarked
package io.kodiak.memtable.linkedlist;

import org.jspecify.annotations.NullMarked;
