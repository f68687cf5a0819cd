package io.kodiak.engine.database;

import io.kodiak.engine.manifest.ObsoleteFile;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes and deletes the files of SSTables that no pinned version holds any more. A file that
 * cannot be deleted is no failure: it is removed as an orphan when the database is opened again.
 */
final class ObsoleteFiles implements Consumer<List<ObsoleteFile>> {
  private static final Logger LOG = LoggerFactory.getLogger(ObsoleteFiles.class);

  private final Storage storage;
  private final SSTables sstables;

  ObsoleteFiles(Storage storage, SSTables sstables) {
    this.storage = storage;
    this.sstables = sstables;
  }

  @Override
  public void accept(List<ObsoleteFile> files) {
    for (ObsoleteFile file : files) {
      close(file);
      delete(file.dataName());
      delete(file.indexName());
    }
  }

  private void close(ObsoleteFile file) {
    try {
      sstables.close(file.file().id());
    } catch (IOException e) {
      LOG.warn("could not close {}", file.dataName(), e);
    }
  }

  private void delete(String name) {
    try {
      storage.delete(name);
    } catch (IOException e) {
      LOG.warn("could not delete {}; it is removed when the database is opened again", name, e);
    }
  }
}
