package io.kodiak.engine.database;

import io.kodiak.api.Cursor;
import io.kodiak.api.Memtable;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.compaction.LoadPlacement;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.load.Load;
import io.kodiak.engine.load.StoredRows;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.VersionEdit;
import io.kodiak.engine.manifest.VersionSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes what a bulk load wrote part of its table, at one moment for every reader.
 *
 * <p>Older data must not lie above newer: so what the memtables hold between the keys of the load
 * is flushed first, while writers go on. Then, holding the write path's baton, only what they wrote
 * since is left to flush. A file that stays as it is has old sequences, so readers must not get to
 * see its table change in two steps: the last sequence moves on before the tree does, and no
 * snapshot is taken between the two. Whoever pinned the old view meanwhile sees nothing of the
 * load.
 *
 * <p>Locks are taken in this order: baton, picker, the table's placing, snapshots, versions.
 */
final class LoadInstallation {
  /** Each round leaves about what is written during a flush. */
  private static final int ROUNDS = 3;

  private final TableState table;
  private final Background background;
  private final WritePath writes;
  private final CompactionPicker picker;
  private final Snapshots snapshots;
  private final VersionSet versions;
  private final Health health;

  /**
   * Where a load went.
   *
   * @param parts what became part of the table
   * @param level the level
   */
  record Installed(List<StoredRows> parts, int level) {}

  LoadInstallation(
      TableState table,
      Background background,
      WritePath writes,
      CompactionPicker picker,
      Snapshots snapshots,
      VersionSet versions,
      Health health) {
    this.table = table;
    this.background = background;
    this.writes = writes;
    this.picker = picker;
    this.snapshots = snapshots;
    this.versions = versions;
    this.health = health;
  }

  /** Whether a file that was added may stay as it is, as things are now. */
  boolean mayStay(StoredRows added) {
    return mayStay(added, snapshots.count());
  }

  private boolean mayStay(StoredRows added, int openSnapshots) {
    return openSnapshots == 0
        && added.lastSequence() - writes.visible() <= LoadTarget.LONG_GAP
        && !overlapsTree(added)
        && !overlapsMemtables(List.of(added));
  }

  /** Installs all of a load. */
  Installed run(Load load) throws IOException {
    List<StoredRows> parts = load.prepare(this::mayStay);
    while (true) {
      flushOverlapped(parts);
      writes.sync();
      List<StoredRows> all = parts;
      List<StoredRows> refused = new ArrayList<>();
      int level = writes.alone(() -> attempt(load, all, refused));
      table.releaseReplaced();
      if (refused.isEmpty()) {
        return new Installed(parts, level);
      }
      parts = load.rewrite(refused);
    }
  }

  private void flushOverlapped(List<StoredRows> parts) {
    List<StoredRows> written = written(parts);
    for (int i = 0; i < ROUNDS && overlapsMemtables(written); i++) {
      background.flush(List.of(table));
    }
  }

  private static List<StoredRows> written(List<StoredRows> parts) {
    return parts.stream().filter(part -> !part.isAdded()).toList();
  }

  /** Tries while nobody writes; gives the files that may not stay as they are, if there are any. */
  private int attempt(Load load, List<StoredRows> parts, List<StoredRows> refused)
      throws IOException {
    health.checkWritable();
    List<StoredRows> written = written(parts);
    checkSequences(written);
    if (overlapsMemtables(written)) {
      background.flush(List.of(table));
    }
    // The load will be durable, so everything that was written before it has to be.
    writes.sync();
    return picker.beforeNext(
        table,
        busy -> {
          ReentrantLock placing = table.placing();
          placing.lock();
          try {
            return snapshots.whileNoneIsTaken(
                open -> {
                  for (StoredRows part : parts) {
                    if (part.isAdded() && !mayStay(part, open)) {
                      refused.add(part);
                    }
                  }
                  return refused.isEmpty() ? install(load, parts, busy) : -1;
                });
          } finally {
            placing.unlock();
          }
        });
  }

  private void checkSequences(List<StoredRows> written) {
    for (StoredRows part : written) {
      if (part.firstSequence() <= writes.visible()) {
        throw new KodiakException(
            Kind.CONFLICT,
            "so many writes came during the bulk load of table \""
                + table.name()
                + "\" that its rows would not count as written after them: repeat it");
      }
    }
  }

  private int install(Load load, List<StoredRows> parts, boolean busy) throws IOException {
    List<SSTableFile> files = new ArrayList<>();
    long last = writes.visible();
    for (StoredRows part : parts) {
      files.addAll(part.files());
      last = Math.max(last, part.lastSequence());
    }
    if (files.isEmpty()) {
      return -1;
    }
    List<SSTableMeta> metas = files.stream().map(SSTableFile::meta).toList();
    LoadPlacement place = LoadPlacement.of(table.tree().runs(), metas, busy);
    VersionEdit.Builder edit = VersionEdit.builder().lastSequence(last);
    for (SSTableFile file : files) {
      edit.addSSTable(table.id(), file.moved(place.level(), place.run()));
    }
    writes.skipTo(last);
    apply(load, edit.build());
    count(load, metas);
    load.handOver();
    table.showTree();
    return place.level();
  }

  private void apply(Load load, VersionEdit edit) throws IOException {
    try {
      versions.apply(edit);
    } catch (IOException | RuntimeException | Error e) {
      if (!VersionSet.isUnchangedBy(e)) {
        leave(load, e);
      }
      // Otherwise the files go with the load.
      throw e;
    }
  }

  /** The manifest may name the files: the next opening tells. */
  private void leave(Load load, Throwable cause) {
    load.handOver();
    health.latch(DatabaseState.READ_ONLY, "installing a bulk load", cause);
  }

  private void count(Load load, List<SSTableMeta> metas) {
    Counters counters = table.counters();
    counters.written(load.contentBytes());
    counters.bulkLoads.increment();
    metas.forEach(meta -> counters.bytesLoaded.add(meta.bytes()));
  }

  private boolean overlapsTree(StoredRows part) {
    for (Run run : table.tree().runs()) {
      for (SSTableMeta other : run.tables()) {
        if (part.files().stream().anyMatch(file -> file.meta().overlaps(other))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a memtable holds a key between the first and the last of an SSTable. */
  private boolean overlapsMemtables(List<StoredRows> parts) {
    PinnedView pin = table.acquire();
    try {
      for (int i = 0; i < pin.view().memtableCount(); i++) {
        if (overlaps(pin.view().memtable(i), parts)) {
          return true;
        }
      }
      return false;
    } finally {
      pin.release();
    }
  }

  private static boolean overlaps(Memtable memtable, List<StoredRows> parts) {
    if (memtable.entryCount() == 0 || parts.isEmpty()) {
      return false;
    }
    try (Cursor cursor = memtable.ascending()) {
      for (StoredRows part : parts) {
        for (SSTableFile file : part.files()) {
          if (cursor.seek(file.meta().firstKey())
              && cursor.entry().keySlice().compareTo(file.meta().lastKey()) <= 0) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
