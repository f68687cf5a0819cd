package io.kodiak.memtable.rotating;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The rotating skip list keeps the contract of memtables while its levels rotate in no time. */
final class RotatedContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new ProviderWith(0.0, MaintenanceThread::wanted);
  }
}
