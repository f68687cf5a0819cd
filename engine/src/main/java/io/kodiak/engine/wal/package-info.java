/**
 * The write-ahead log: what was written and is not yet in SSTables, for all tables of a database.
 *
 * <p>{@link io.kodiak.engine.wal.WriteAheadLog} is the way in.
 */
@NullMarked
package io.kodiak.engine.wal;

import org.jspecify.annotations.NullMarked;
