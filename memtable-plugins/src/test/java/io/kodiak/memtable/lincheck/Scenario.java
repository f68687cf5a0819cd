package io.kodiak.memtable.lincheck;

import io.kodiak.api.MemtableFactory;

/**
 * What the next check is about. Lincheck makes instances of its classes by constructors without
 * parameters, so it lies in static fields; tests run one after the other.
 */
final class Scenario {
  /** Makes the memtables under test. */
  static MemtableFactory factory = flushBytes -> new FaultyMemtable(Fault.NONE, () -> {});

  /** How many entries a memtable holds before the operations begin. */
  static int fill;

  private Scenario() {}
}
