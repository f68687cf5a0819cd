package io.kodiak.engine.flush;

import io.kodiak.api.Memtable;

/**
 * A memtable that nobody writes to any more, and what the engine knows of what it put in.
 *
 * @param memtable the memtable
 * @param plugin the name of the plug-in that it came from
 * @param table the name of the table, for messages
 * @param firstSequence no entry has a smaller sequence
 * @param lastSequence no entry has a larger sequence
 * @param entries how many entries were put in
 */
public record FlushInput(
    Memtable memtable,
    String plugin,
    String table,
    long firstSequence,
    long lastSequence,
    long entries) {}
