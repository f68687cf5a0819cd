package io.kodiak.api;

/**
 * What a format may want to know of the file it is about to write.
 *
 * @param table the name of the table
 * @param level the level of the tree that the file goes to, from 0
 * @param lastLevel whether it is the deepest level that holds data, and not level 0
 * @param expectedEntries about how many entries will come; 0 when unknown
 * @param createdMillis when the file is created, in milliseconds since 1970 UTC
 */
public record WriteOptions(
    String table, int level, boolean lastLevel, long expectedEntries, long createdMillis) {}
