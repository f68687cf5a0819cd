/** What the benchmarks share: processes, folders, tables. */
package io.kodiak.benchmarks.base;
