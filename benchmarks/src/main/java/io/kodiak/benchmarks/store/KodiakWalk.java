package io.kodiak.benchmarks.store;

import io.kodiak.api.EntryView;
import io.kodiak.engine.database.Scan;

/** A walk by a scan of Kodiak. */
final class KodiakWalk implements Walk {
  private final Scan scan;

  KodiakWalk(Scan scan) {
    this.scan = scan;
  }

  @Override
  public boolean next() {
    return scan.next();
  }

  @Override
  public byte[] key() {
    return scan.key();
  }

  @Override
  public byte[] value() {
    return scan.value();
  }

  @Override
  public int touch() {
    EntryView entry = scan.entry();
    int bytes = entry.keyLength() + entry.valueLength();
    // Reads a byte of each, as whoever asked for them would.
    int seen = entry.keyArray()[entry.keyOffset()] | entry.valueArray()[entry.valueOffset()];
    return seen == Integer.MIN_VALUE ? 0 : bytes;
  }

  @Override
  public boolean seek(byte[] key) {
    return scan.seek(key);
  }

  @Override
  public void close() {
    scan.close();
  }
}
