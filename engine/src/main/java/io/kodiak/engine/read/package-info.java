/**
 * Reading a table: point reads and merging scans over its memtables and SSTables.
 *
 * <p>Nothing here takes a lock. A read view is immutable; whoever made it keeps its memtables and
 * SSTables open for as long as it is in use.
 */
@NullMarked
package io.kodiak.engine.read;

import org.jspecify.annotations.NullMarked;
