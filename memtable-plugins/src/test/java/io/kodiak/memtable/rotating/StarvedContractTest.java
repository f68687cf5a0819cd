package io.kodiak.memtable.rotating;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** The rotating skip list keeps the contract of memtables though the thread never comes round. */
final class StarvedContractTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new ProviderWith(0.25, maintenance -> {});
  }
}
