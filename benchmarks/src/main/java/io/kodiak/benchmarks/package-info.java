/** JMH micro-benchmarks, and workloads side by side with RocksDB. */
package io.kodiak.benchmarks;
