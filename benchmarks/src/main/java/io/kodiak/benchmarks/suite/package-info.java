/** Engines side by side: rounds, processes, tables. */
package io.kodiak.benchmarks.suite;
