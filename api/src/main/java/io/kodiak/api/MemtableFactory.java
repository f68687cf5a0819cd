package io.kodiak.api;

/** Makes empty memtables of one kind, configured once. Safe for use by several threads. */
@FunctionalInterface
public interface MemtableFactory {
  /**
   * Makes an empty memtable.
   *
   * @param flushBytes the {@link Memtable#bytesUsed()} at which the engine will flush it, in bytes:
   *     a hint for sizing; more may be added, one batch at a time
   */
  Memtable create(long flushBytes);
}
