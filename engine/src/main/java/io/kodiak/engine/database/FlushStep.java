package io.kodiak.engine.database;

import java.io.IOException;

/** Writes one immutable memtable to an SSTable and makes that part of the tree. */
final class FlushStep {
  FlushStep(io.kodiak.engine.manifest.VersionSet versions) {}

  void run(TableState table, long[] snapshots) throws IOException {}
}
