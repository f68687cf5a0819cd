package io.kodiak.memtable.rotating;

/** Who sees to it that lists are maintained. */
@FunctionalInterface
interface Upkeep {
  /** Says that a list wants maintenance. Called by the writer of the list, and must not wait. */
  void wanted(Maintenance maintenance);
}
