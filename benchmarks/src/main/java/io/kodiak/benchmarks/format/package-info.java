/** Single SSTable files of every format, beside RocksDB's, and as DuckDB reads them. */
package io.kodiak.benchmarks.format;
