package io.kodiak.engine.database;

import io.kodiak.api.EntryKind;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.OutsideFiles;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The traces that are being recorded, at most one for each table. */
final class WriteTraces implements AutoCloseable {
  /** So many files of a table are kept; what begins then is refused, as nothing is deleted. */
  private static final int MOST_FILES = 16;

  private final Storage storage;
  private final Clock clock;
  private final Map<Integer, WriteTrace> byTable = new HashMap<>();
  private volatile @Nullable Tap tap;
  private boolean closed;

  WriteTraces(Storage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** Takes in a batch that is in the memtables. By one thread at a time. */
  void record(byte[] payload, int length) {
    Tap now = tap;
    if (now != null) {
      now.record(payload, length);
    }
  }

  /** Passes the writes of a batch to the recorders of their tables. Immutable. */
  private static final class Tap implements BatchCodec.Visitor {
    private final @Nullable TraceRecorder[] byId;

    Tap(@Nullable TraceRecorder[] byId) {
      this.byId = byId;
    }

    void record(byte[] payload, int length) {
      BatchCodec.decode(payload, 0, length, this);
    }

    @Override
    public void write(
        int table,
        EntryKind kind,
        byte[] array,
        int keyOffset,
        int keyLength,
        int valueOffset,
        int valueLength) {
      TraceRecorder recorder = table < byId.length ? byId[table] : null;
      if (recorder == null) {
        return;
      }
      try {
        recorder.record(array, keyOffset, keyLength, valueLength, kind == EntryKind.DELETE);
      } catch (RuntimeException | Error e) {
        // The write is done: no mistake of the recorder may be one of the write.
        recorder.fail(e);
      }
    }
  }

  /** Begins to record a table if its options ask for it. */
  void opened(TableState table) {
    long maxBytes = table.options().traceBytes();
    if (maxBytes == 0) {
      return;
    }
    String name = FileNames.trace(table.name(), Math.max(0, clock.millis()));
    begin(
        table, Path.of(storage.location(name)), () -> create(table.name(), name), false, maxBytes);
  }

  private WritableFile create(String table, String name) throws IOException {
    storage.createDirectory(FileNames.TRACES_DIRECTORY);
    int files = 0;
    for (FileInfo file : storage.list(FileNames.TRACES_DIRECTORY)) {
      files += FileNames.isTrace(file.name(), table) ? 1 : 0;
    }
    if (files >= MOST_FILES) {
      throw new IOException(
          files
              + " traces of table \""
              + table
              + "\" lie in "
              + storage.location(FileNames.TRACES_DIRECTORY)
              + " already; move or delete some");
    }
    WritableFile created = storage.create(name);
    try {
      storage.forceDirectory(FileNames.TRACES_DIRECTORY);
      return created;
    } catch (IOException e) {
      created.close();
      storage.delete(name);
      throw e;
    }
  }

  /** Begins to record a table into a new file anywhere. */
  WriteTrace begin(TableState table, Path file, TraceOptions options) throws IOException {
    checkFree(table);
    if (OutsideFiles.exists(file)) {
      throw new KodiakException(
          Kind.CONFLICT, file + " is there already: record into a new file, or delete it");
    }
    WritableFile created = OutsideFiles.create(file);
    try {
      return begin(table, file, () -> created, true, options.maxBytes());
    } catch (RuntimeException | Error e) {
      created.close();
      OutsideFiles.delete(file);
      throw e;
    }
  }

  private synchronized void checkFree(TableState table) {
    WriteTrace other = byTable.get(table.id());
    if (other != null) {
      throw new KodiakException(
          Kind.CONFLICT,
          "the writes of table \""
              + table.name()
              + "\" are being recorded into "
              + other.file()
              + " already; close that trace first");
    }
  }

  private synchronized WriteTrace begin(
      TableState table, Path file, TraceRecorder.Target target, boolean atOnce, long maxBytes) {
    if (closed) {
      throw new KodiakException(Kind.CLOSED, "the database is closed");
    }
    checkFree(table);
    int id = table.id();
    TraceRecorder recorder =
        new TraceRecorder(
            "trace " + file + " of table \"" + table.name() + "\"",
            target,
            atOnce,
            maxBytes,
            new SecureRandom().nextLong(),
            clock::millis,
            () -> ended(id));
    WriteTrace trace = new WriteTrace(file, recorder);
    recorder.start();
    byTable.put(id, trace);
    tap();
    return trace;
  }

  private synchronized void ended(int table) {
    byTable.remove(table);
    tap();
  }

  private void tap() {
    @Nullable TraceRecorder[] byId = new TraceRecorder[0];
    for (Map.Entry<Integer, WriteTrace> entry : byTable.entrySet()) {
      int id = entry.getKey();
      byId = Arrays.copyOf(byId, Math.max(byId.length, id + 1));
      byId[id] = entry.getValue().recorder();
    }
    tap = byTable.isEmpty() ? null : new Tap(byId);
  }

  /** The trace of a table; {@code null} when none is being recorded. */
  synchronized @Nullable WriteTrace of(TableState table) {
    return byTable.get(table.id());
  }

  /** Ends all of them. */
  @Override
  public void close() {
    List<WriteTrace> all;
    synchronized (this) {
      closed = true;
      all = List.copyOf(byTable.values());
    }
    all.forEach(WriteTrace::close);
  }
}
