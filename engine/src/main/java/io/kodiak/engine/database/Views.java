package io.kodiak.engine.database;

import io.kodiak.api.Memtable;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.Version;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.read.ReadView;
import io.kodiak.engine.read.SSTableRun;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTables;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the views that readers take, and knows when the last of them is gone.
 *
 * <p>A view pins the version of the tree that it shows, and with it the files; and it retains its
 * memtables.
 */
final class Views {
  private static final Logger LOG = LoggerFactory.getLogger(Views.class);

  private final VersionSet versions;
  private final SSTables sstables;
  private final Consumer<TableState> onChange;
  private final AtomicInteger open = new AtomicInteger(1);

  /**
   * @param sstables closed, after {@link #close}, when no reader is left
   * @param onChange told of a table whose memtables or tree changed
   */
  Views(VersionSet versions, SSTables sstables, Consumer<TableState> onChange) {
    this.versions = versions;
    this.sstables = sstables;
    this.onChange = onChange;
  }

  Tree tree(int table) {
    return Objects.requireNonNull(versions.current().tree(table), "a table has a tree");
  }

  void changed(TableState table) {
    onChange.accept(table);
  }

  /** A view of the given memtables, newest first, over the table's tree as it is now. */
  PinnedView build(TableState table, List<MemtableHandle> memtables) {
    Version version = versions.pin();
    Tree tree = Objects.requireNonNull(version.tree(table.id()), "a table has a tree");
    ReadView view;
    try {
      List<Memtable> plain = new ArrayList<>();
      for (MemtableHandle handle : memtables) {
        plain.add(handle.memtable());
      }
      view = new ReadView(plain, runs(tree));
    } catch (IOException e) {
      versions.unpin(version);
      throw new UncheckedIOException(e);
    } catch (RuntimeException | Error e) {
      versions.unpin(version);
      throw e;
    }
    memtables.forEach(MemtableHandle::retain);
    open.incrementAndGet();
    return new PinnedView(tree, view, () -> free(version, memtables));
  }

  private List<SSTableRun> runs(Tree tree) throws IOException {
    List<SSTableRun> runs = new ArrayList<>();
    for (Run run : tree.runs()) {
      List<SSTable> open = new ArrayList<>();
      for (SSTableMeta meta : run.tables()) {
        open.add(sstables.open(tree.table().name(), file(tree, meta)));
      }
      runs.add(new SSTableRun(open));
    }
    return runs;
  }

  private static SSTableFile file(Tree tree, SSTableMeta meta) {
    return Objects.requireNonNull(tree.file(meta.id()), "a run names a file of its tree");
  }

  private void free(Version version, List<MemtableHandle> memtables) {
    memtables.forEach(MemtableHandle::release);
    // May delete files, which takes its time.
    versions.unpin(version);
    closeOne();
  }

  private void closeOne() {
    if (open.decrementAndGet() == 0) {
      closeFiles();
    }
  }

  private void closeFiles() {
    try {
      sstables.close();
    } catch (IOException e) {
      LOG.warn("closing files", e);
    }
  }

  /** Says that no view will be built any more. */
  void close() {
    closeOne();
  }
}
