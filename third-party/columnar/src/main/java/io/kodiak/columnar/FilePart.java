package io.kodiak.columnar;

/**
 * A part of a file: a row group, a stripe, a record batch.
 *
 * @param offset where it begins, in bytes
 * @param bytes what it takes in the file
 * @param rows how many it holds
 */
public record FilePart(long offset, long bytes, long rows) {}
