/**
 * The database: what an application embeds, and the coordination of everything below.
 *
 * <p>{@link io.kodiak.engine.database.Database} and {@link io.kodiak.engine.database.Table} are the
 * facade. Behind it, the write path groups the batches of concurrent writers into the log and the
 * memtables; each table publishes an immutable view of its memtables and SSTables for readers;
 * daemon threads flush and compact.
 */
@NullMarked
package io.kodiak.engine.database;

import org.jspecify.annotations.NullMarked;
