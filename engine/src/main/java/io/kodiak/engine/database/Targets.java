package io.kodiak.engine.database;

import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.storage.Storage;
import java.time.Clock;

/** Says with what the new files of a table are written, level by level. */
final class Targets {
  private final Storage storage;
  private final VersionSet versions;
  private final Clock clock;

  Targets(Storage storage, VersionSet versions, Clock clock) {
    this.storage = storage;
    this.versions = versions;
    this.clock = clock;
  }

  /**
   * With what new files on a level are written.
   *
   * @param lastLevel whether no deeper level holds data
   */
  RunWriter.Target target(TableState table, int level, boolean lastLevel) {
    TableOptions options = table.options();
    NamedFormat format = options.format(level, lastLevel);
    int blockBytes = lastLevel ? options.lastLevelBlockBytes() : options.blockBytes();
    return new RunWriter.Target(
        storage,
        table.name(),
        format.name(),
        format.format(),
        new SSTableOptions(blockBytes, options.bloomBitsPerKey()),
        lastLevel,
        versions::newFileId,
        clock);
  }
}
