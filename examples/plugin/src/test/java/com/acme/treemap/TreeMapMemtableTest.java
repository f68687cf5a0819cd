package com.acme.treemap;

import io.kodiak.api.MemtableProvider;
import io.kodiak.testkit.MemtableContract;

/** All there is to do to test a memtable. */
final class TreeMapMemtableTest extends MemtableContract {
  @Override
  protected MemtableProvider provider() {
    return new TreeMapProvider();
  }
}
