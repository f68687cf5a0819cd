/**
 * Order made afterwards: sorting references to entries that were appended as they came, and cursors
 * over the result. For memtables that keep no order of their own, or only a partial one.
 *
 * <p>What is sorted is immutable and shared by any number of threads.
 */
@NullMarked
package io.kodiak.memtable.order;

import org.jspecify.annotations.NullMarked;
