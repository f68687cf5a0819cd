package io.kodiak.memtable.vector;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The vector keeps the contract of memtables. */
final class VectorContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new VectorProvider();
  }
}
