package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.compaction.CompactionRate;
import io.kodiak.engine.compaction.KeyQuantiles;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.Version;
import io.kodiak.engine.manifest.VersionSet;
import io.kodiak.engine.read.ReadAhead;
import io.kodiak.engine.sstable.BlockCache;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.wal.WalOptions;
import io.kodiak.engine.wal.WriteAheadLog;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens a database: takes the lock, reads the manifest, removes what a crash left behind, replays
 * the log, and starts the threads. When a step fails, everything before it is undone.
 */
final class Opening {
  private static final Logger LOG = LoggerFactory.getLogger(Opening.class);

  private final DatabaseOptions options;
  private final Storage storage;
  private final Health health = new Health();
  private final Backpressure backpressure = new Backpressure();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final AtomicReference<Parts> parts = new AtomicReference<>();

  private Opening(DatabaseOptions options) {
    this.options = options;
    this.storage = options.storage();
  }

  static Parts open(DatabaseOptions options) throws IOException {
    Opening opening = new Opening(options);
    try {
      return opening.run();
    } catch (Exception | Error e) {
      opening.undo(e);
      throw e;
    }
  }

  private Parts run() throws IOException {
    storage.createDirectory("");
    AutoCloseable lock = keep(storage.lock(FileNames.LOCK));
    VersionSet versions = keep(VersionSet.open(storage));
    checkFormats(versions.current());
    CompactionPause pause = CompactionPause.open(storage, options.clock());
    BlockCache cache = new BlockCache(options.cacheBytes());
    SSTables sstables = keep(new SSTables(storage, cache, options.formats()::get));
    ReadAhead readAhead = keep(ReadAhead.forProcessors());
    versions.onObsolete(new ObsoleteFiles(storage, sstables));
    storage.createDirectory(FileNames.WAL_DIRECTORY);
    int orphans = Orphans.remove(storage, versions);
    Pins pins = keep(Pins.open(storage, versions, sstables, options.clock()));
    Views views = new Views(versions, sstables, table -> changed());
    WriteTraces traces = keep(new WriteTraces(storage, options.clock()));
    Tables tables = new Tables(storage, versions, views, options.tables(), traces::opened);
    keep(() -> tables.all().forEach(TableState::close));
    tables.openAll();

    Targets targets = new Targets(storage, versions, options.clock());
    FlushStep step = new FlushStep(versions, targets);
    Replay replay = new Replay(tables, step);
    WriteAheadLog log = keep(openLog(versions, replay));
    WritePath writes =
        writes(log, tables, traces, Math.max(replay.lastSequence(), versions.lastSequence()));
    Snapshots snapshots = new Snapshots(writes::visible);
    FlushWork flush =
        new FlushWork(tables::all, step, versions, log, snapshots, writes::visible, writes::sync);
    CompactionPicker picker =
        new CompactionPicker(
            tables::all, options.clock(), new KeyQuantiles(sstables::opened), pause::isPaused);
    int threads = options.compactionThreads();
    CompactionWork compaction =
        new CompactionWork(
            picker,
            versions,
            sstables,
            targets,
            snapshots,
            () -> health.isClosed() || pause.isPaused(),
            new CompactionRate(options.compactionRate()),
            threads);
    Background background =
        new Background(health, backpressure, pause, tables, writes, flush, compaction, options);
    BulkLoads loads = loads(versions, sstables, targets, writes, background, picker, snapshots);
    LogForcer forcer = new LogForcer(options.syncInterval(), writes::visible, writes::sync);
    String recovery = log.report() + (orphans == 0 ? "" : "; orphan files removed: " + orphans);
    LOG.info("opened {}: {}", storage.describe(), recovery);
    Parts all =
        new Parts(
            storage,
            lock,
            versions,
            log,
            cache,
            sstables,
            readAhead,
            health,
            backpressure,
            snapshots,
            tables,
            targets,
            options.formats(),
            writes,
            traces,
            views,
            background,
            pins,
            forcer,
            loads,
            new CompactionOutlook(tables, compaction, pause),
            recovery);
    start(all);
    return all;
  }

  private WriteAheadLog openLog(VersionSet versions, Replay replay) throws IOException {
    WalOptions wal = WalOptions.DEFAULT.withSegmentBytes(options.walSegmentBytes());
    return WriteAheadLog.open(storage, wal, versions.firstSegment(), replay);
  }

  private WritePath writes(
      WriteAheadLog log, Tables tables, WriteTraces traces, long lastSequence) {
    return new WritePath(
        log,
        options.sync(),
        health,
        backpressure,
        new MemtableWriter(tables::byId, false),
        new LogLimit(log, options.walMaxBytes(), tables::all),
        traces,
        lastSequence);
  }

  private void start(Parts all) {
    parts.set(all);
    all.background().start();
    all.background().changed();
    all.pins().start();
    if (options.sync() == SyncMode.INTERVAL) {
      all.forcer().start();
    }
  }

  private BulkLoads loads(
      VersionSet versions,
      SSTables sstables,
      Targets targets,
      WritePath writes,
      Background background,
      CompactionPicker picker,
      Snapshots snapshots) {
    return new BulkLoads(
        storage,
        versions,
        sstables,
        targets,
        options.formats(),
        writes,
        background,
        picker,
        snapshots,
        health);
  }

  /** Notes what has to be closed when a later step fails. */
  private <T extends AutoCloseable> T keep(T part) {
    opened.push(part);
    return part;
  }

  private void undo(Throwable cause) {
    for (AutoCloseable part : opened) {
      try {
        part.close();
      } catch (Exception e) {
        cause.addSuppressed(e);
      }
    }
  }

  private void changed() {
    Parts all = parts.get();
    if (all != null) {
      all.background().changed();
    }
  }

  /** Refuses, before anything is written, a database with files of a format that is not there. */
  private void checkFormats(Version version) {
    for (Tree tree : version.trees()) {
      for (SSTableFile file : tree.files()) {
        String format = file.meta().format();
        SSTableFormat installed = options.formats().get(format);
        if (installed == null || installed.version() < file.meta().formatVersion()) {
          throw new KodiakException(
              Kind.CONFIGURATION,
              "table \"%s\": %s was written by format \"%s\" version %d, which is not installed (%s)."
                      .formatted(
                          tree.table().name(),
                          file.dataName(tree.table().name()),
                          format,
                          file.meta().formatVersion(),
                          installed == null
                              ? "installed: " + new TreeSet<>(options.formats().keySet())
                              : "installed is version " + installed.version())
                  + " Add the plug-in that has it; nothing was touched");
        }
      }
    }
  }
}
