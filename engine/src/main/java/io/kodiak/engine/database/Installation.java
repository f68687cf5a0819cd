package io.kodiak.engine.database;

import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.VersionEdit;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.sstable.RunWriter;
import java.io.IOException;
import java.util.List;

/** Makes files that were written part of a tree. */
final class Installation {
  private Installation() {}

  /**
   * Applies an edit. When that failed and nothing has changed, the files that were written for it
   * are deleted, as the next attempt writes others. When it is unknown whether the edit is durable,
   * they stay: the next opening finds out.
   *
   * @param written the new files that the edit names, but not those that only change their place
   * @throws IOException as {@link VersionSet#apply}
   */
  static void apply(
      VersionSet versions, VersionEdit edit, RunWriter.Target target, List<SSTableFile> written)
      throws IOException {
    try {
      versions.apply(edit);
    } catch (IOException | RuntimeException | Error e) {
      if (VersionSet.isUnchangedBy(e)) {
        target.delete(written);
      }
      throw e;
    }
  }
}
