package io.kodiak.memtable.vector;

import io.kodiak.api.MemtableProvider;
import io.kodiak.memtable.arena.FootprintContract;

/** The vector says the truth of its size. */
final class VectorFootprintTest extends FootprintContract {
  @Override
  protected MemtableProvider provider() {
    return new VectorProvider();
  }

  @Override
  protected double bytesPerCommonEntry() {
    return 165;
  }
}
