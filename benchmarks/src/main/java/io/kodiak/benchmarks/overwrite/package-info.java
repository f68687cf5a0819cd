/** Sustained overwrites of random entries: what every compaction policy costs and leaves. */
package io.kodiak.benchmarks.overwrite;
