package io.kodiak.engine.database;

import java.nio.file.Path;

/**
 * A data file of an SSTable that a {@link FilePin} keeps. It never changes.
 *
 * @param path where it lies, absolute; it is the same file as the table's, under another name
 * @param format the name of the format that wrote it
 * @param level the level of the tree that it belonged to, from 0
 * @param entries its rows, every version counted, tombstones included
 * @param tombstones how many of the rows are tombstones
 * @param bytes its size
 */
public record PinnedFile(
    Path path, String format, int level, long entries, long tombstones, long bytes) {}
