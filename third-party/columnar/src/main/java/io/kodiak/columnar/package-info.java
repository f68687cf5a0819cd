/**
 * Columnar files of any origin, through the libraries of their formats: Parquet, ORC, and Arrow's
 * IPC formats, file and stream.
 *
 * <p>{@link io.kodiak.columnar.ColumnarFile} opens a file, says what is in it and reads its rows;
 * {@link io.kodiak.columnar.ColumnarWriter} writes rows of bytes. Nothing here needs a database, a
 * Hadoop installation or a Hadoop configuration, and no file is touched but the one that was named.
 *
 * <p>Threading: everything is for one thread at a time.
 *
 * <p>Failure: a file that cannot be read is a {@link java.io.IOException}, and a {@link
 * io.kodiak.api.CorruptionException} when its bytes are the reason; both name the file. A file is
 * believed only within bounds: the sizes that it claims are compared with its length, and what it
 * would take in memory with the heap, before a library allocates it.
 */
package io.kodiak.columnar;
