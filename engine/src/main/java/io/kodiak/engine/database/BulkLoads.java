package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.load.Load;
import io.kodiak.engine.load.LoadFiles;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.Storage;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Begins bulk loads, one at a time, and ends the one that runs with the database. */
final class BulkLoads {
  private final Storage storage;
  private final VersionSet versions;
  private final SSTables sstables;
  private final Targets targets;
  private final Map<String, SSTableFormat> formats;
  private final WritePath writes;
  private final Background background;
  private final CompactionPicker picker;
  private final Snapshots snapshots;
  private final Health health;
  private final AtomicReference<@Nullable BulkLoad> running = new AtomicReference<>();

  BulkLoads(
      Storage storage,
      VersionSet versions,
      SSTables sstables,
      Targets targets,
      Map<String, SSTableFormat> formats,
      WritePath writes,
      Background background,
      CompactionPicker picker,
      Snapshots snapshots,
      Health health) {
    this.storage = storage;
    this.versions = versions;
    this.sstables = sstables;
    this.targets = targets;
    this.formats = formats;
    this.writes = writes;
    this.background = background;
    this.picker = picker;
    this.snapshots = snapshots;
    this.health = health;
  }

  BulkLoad begin(TableState table, BulkLoadOptions options) {
    health.checkWritable();
    LoadTarget target = new LoadTarget(table, targets, formats, writes, health);
    LoadFiles files = new LoadFiles(storage, table.name(), sstables, versions::newFileId);
    Load work =
        new Load(files, target, options.sorted(), options.memoryBytes(), options.fileBytes());
    LoadInstallation installation =
        new LoadInstallation(table, background, writes, picker, snapshots, versions, health);
    BulkLoad load = new BulkLoad(this, table.name(), options, work, target, installation);
    BulkLoad other = running.compareAndExchange(null, load);
    if (other != null) {
      throw new KodiakException(
          Kind.CONFLICT,
          "table \""
              + table.name()
              + "\": table \""
              + other.table()
              + "\" is being loaded, and a database takes one bulk load at a time: finish or close"
              + " that one first");
    }
    try {
      // The database may have been closed since, and then nobody would end this load.
      health.checkWritable();
      return load;
    } catch (KodiakException e) {
      ended(load);
      throw e;
    }
  }

  Storage storage() {
    return storage;
  }

  long visible() {
    return writes.visible();
  }

  /** The exception for what a load failed with. */
  KodiakException failed(String doing, Throwable cause) {
    if (health.isClosed() && !(cause instanceof KodiakException)) {
      return new KodiakException(Kind.CLOSED, "the database was closed meanwhile", cause);
    }
    return Errors.translate(doing, cause);
  }

  /** Takes note that a load is over. */
  void ended(BulkLoad load) {
    running.compareAndSet(load, null);
  }

  /** Ends the load that runs, after the call that it is in, with nothing loaded. */
  void close() {
    BulkLoad load = running.get();
    if (load != null) {
      load.close();
    }
  }
}
