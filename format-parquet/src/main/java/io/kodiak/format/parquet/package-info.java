/**
 * SSTables as Apache Parquet files, which any reader of Parquet can open.
 *
 * <p>The columns are {@code key}, {@code seq}, {@code op} (0 put, 1 delete) and {@code value},
 * which is null for a tombstone. A block is one data page in each of them, all cut at the same
 * rows, so a block is read by the position and length of its pages alone: a {@link
 * io.kodiak.format.parquet.BlockDirectory} holds them.
 *
 * <p>Writing goes block → {@link io.kodiak.format.parquet.PageEncoder pages} → {@link
 * io.kodiak.format.parquet.RowGroupWriter row group} → file, and at the end {@link
 * io.kodiak.format.parquet.FooterWriter indexes and footer}. Reading goes {@link
 * io.kodiak.format.parquet.BlockDirectory directory} → {@link io.kodiak.format.parquet.BlockDecoder
 * pages → block}; the footer is read only to {@link io.kodiak.format.parquet.FooterReader rebuild}
 * a directory that was lost.
 *
 * <p>The code here writes and reads Parquet's pages and metadata by itself. Through the Parquet
 * library a flush took about twice the processor time, a block dozens of times, and the first file
 * of a process 85 ms more for its classes; and it allocates 268 MB for a list that a footer of 16
 * bytes claims. The library, with DuckDB, is what the tests compare with.
 */
@NullMarked
package io.kodiak.format.parquet;

import org.jspecify.annotations.NullMarked;
