/** The memtable {@code vector}: entries appended as they come, sorted when somebody iterates. */
@NullMarked
package io.kodiak.memtable.vector;

import org.jspecify.annotations.NullMarked;
