/**
 * What memtables cost: time and garbage of an operation, bytes of an entry; every one that is
 * installed, beside the JDK's concurrent skip list and RocksDB's memtable.
 */
package io.kodiak.benchmarks.memtable;
