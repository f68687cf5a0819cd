/** The memtable {@code sorted}: sorted chunks under a sorted directory, read without locks. */
@NullMarked
package io.kodiak.memtable.sorted;

import org.jspecify.annotations.NullMarked;
