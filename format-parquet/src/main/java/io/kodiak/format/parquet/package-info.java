/** SSTables as Apache Parquet files. */
package io.kodiak.format.parquet;
