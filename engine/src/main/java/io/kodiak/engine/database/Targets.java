package io.kodiak.engine.database;

import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.sstable.RunWriter;
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
   * @param lastLevel whether the level {@link #isLast}
   */
  RunWriter.Target target(TableState table, int level, boolean lastLevel) {
    return target(table, table.format(level, lastLevel), lastLevel);
  }

  /** With what a file of a given format, whose blocks are as they are, is taken over. */
  RunWriter.Target target(TableState table, NamedFormat format) {
    return target(table, format, false);
  }

  private RunWriter.Target target(TableState table, NamedFormat format, boolean lastLevel) {
    return new RunWriter.Target(
        storage,
        table.name(),
        format.name(),
        format.format(),
        table.options().sstables(format, lastLevel),
        lastLevel,
        versions::newFileId,
        clock);
  }

  /**
   * Whether a level is the last one, on which most of the data comes to rest. Level 0 never is.
   *
   * @param deepest the deepest level with data
   */
  static boolean isLast(int level, int deepest) {
    return level > 0 && level >= deepest;
  }

  /** Whether a file of a table's tree is as one would be that is now written for its place. */
  boolean isCurrent(TableState table, Tree tree, SSTableFile file) {
    int level = file.meta().level();
    return target(table, level, isLast(level, tree.deepestLevel())).isLike(file, level);
  }
}
