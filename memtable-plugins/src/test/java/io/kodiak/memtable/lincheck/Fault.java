package io.kodiak.memtable.lincheck;

/** What is wrong with a {@link FaultyMemtable}. */
enum Fault {
  /** Nothing: the check must let it pass. */
  NONE,
  /** Entries are moved in place to make room: a cursor shows one twice or not at all. */
  MOVES_ENTRIES,
  /** An entry counts before its bytes are there. */
  COUNTS_FIRST,
  /** What cursors look at is cached, and another thread sees the cache half renewed. */
  CACHES_CARELESSLY
}
