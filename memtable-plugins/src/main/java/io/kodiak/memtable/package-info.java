/** Memtables, one sub-package each; they are found by {@link java.util.ServiceLoader}. */
package io.kodiak.memtable;
