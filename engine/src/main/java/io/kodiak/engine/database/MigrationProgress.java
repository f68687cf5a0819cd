package io.kodiak.engine.database;

/**
 * How far the migration of a table has come.
 *
 * @param table the name of the table
 * @param files how many files were to be rewritten when it began, or more when compactions made
 *     more
 * @param bytes their size
 * @param filesLeft how many files are still to be rewritten
 * @param bytesLeft their size
 */
public record MigrationProgress(
    String table, int files, long bytes, int filesLeft, long bytesLeft) {}
