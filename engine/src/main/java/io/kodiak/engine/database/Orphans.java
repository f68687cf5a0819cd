package io.kodiak.engine.database;

import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the files of SSTables that a crash left behind: they have the name of one, but the
 * manifest does not know them. Other files are never touched.
 */
final class Orphans {
  private static final Logger LOG = LoggerFactory.getLogger(Orphans.class);

  private Orphans() {}

  /** Removes the orphans, as far as they can be deleted, and returns how many there were. */
  static int remove(Storage storage, VersionSet versions) {
    List<String> orphans = versions.orphans();
    for (String name : orphans) {
      LOG.info("removing {}, which the manifest does not know", name);
      delete(storage, name);
    }
    return orphans.size();
  }

  private static void delete(Storage storage, String name) {
    try {
      storage.delete(name);
    } catch (IOException e) {
      LOG.warn("could not delete {}; it is harmless, and tried again at the next opening", name, e);
    }
  }
}
