package io.kodiak.engine.load;

import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one load in the directory of its table, which nobody else knows yet.
 *
 * @param storage the files
 * @param table the name of the table
 * @param sstables opens those that are SSTables
 * @param fileIds gives out fresh file ids
 */
public record LoadFiles(Storage storage, String table, SSTables sstables, LongSupplier fileIds) {
  private static final Logger LOG = LoggerFactory.getLogger(LoadFiles.class);

  String newSpill() {
    return FileNames.sstableData(table, fileIds.getAsLong(), Spill.EXTENSION);
  }

  /** Opens SSTables, so that they are open already when they become part of the tree. */
  List<SSTable> open(List<SSTableFile> files) throws IOException {
    List<SSTable> open = new ArrayList<>();
    for (SSTableFile file : files) {
      open.add(sstables.open(table, file));
    }
    return open;
  }

  /** Deletes what a source lies in. */
  void delete(LoadSource source) {
    if (source instanceof Spill spill) {
      delete(spill.name());
    } else if (source instanceof StoredRows stored) {
      stored.files().forEach(this::delete);
    }
  }

  private void delete(SSTableFile file) {
    try {
      sstables.close(file.id());
    } catch (IOException problem) {
      LOG.warn("{}: could not be closed", file.dataName(table), problem);
    }
    delete(file.dataName(table));
    delete(file.indexName(table));
  }

  /** A file that stays is an orphan, and goes when the database is opened next. */
  void delete(String name) {
    try {
      storage.delete(name);
    } catch (IOException problem) {
      LOG.warn("{}: could not be deleted after it was loaded from", name, problem);
    }
  }
}
