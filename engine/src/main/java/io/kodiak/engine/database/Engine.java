package io.kodiak.engine.database;

import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.database.KodiakException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Behind the facade: reads, writes and the rest of its operations, with every failure translated.
 *
 * <p>{@link Opening} puts the parts together; {@link Background} works beside.
 */
final class Engine {
  private final Parts parts;
  private final Reads reads;

  Engine(Parts parts) {
    this.parts = parts;
    this.reads = new Reads(this, parts);
  }

  static Engine open(DatabaseOptions options) {
    try {
      return new Engine(Opening.open(options));
    } catch (Exception e) {
      throw Errors.translate("opening " + options.storage().describe(), e);
    }
  }

  // Tables.

  Table table(String name) {
    checkReadable();
    try {
      return new Table(this, parts.tables().open(name));
    } catch (Exception e) {
      throw failed(name, "open", e);
    }
  }

  List<String> tableNames() {
    checkReadable();
    return parts.tables().names();
  }

  // Writes.

  /** An empty batch for a write of this thread that follows at once. */
  WriteBatch singleWrite(int keyLength, int valueLength) {
    return parts.writes().single(BatchCodec.maxBytes(keyLength, valueLength));
  }

  void write(WriteBatch batch) {
    Engine home = batch.engine();
    if (home == null) {
      checkReadable();
      return;
    }
    if (home != this) {
      throw new IllegalArgumentException("the batch writes to tables of another database");
    }
    parts.writes().write(batch);
  }

  WriteTrace recordWrites(TableState table, Path file, TraceOptions options) {
    checkReadable();
    try {
      return parts.traces().begin(table, file, options);
    } catch (Exception e) {
      throw failed(table.name(), "record writes into " + file, e);
    }
  }

  @Nullable WriteTrace writeTrace(TableState table) {
    checkReadable();
    return parts.traces().of(table);
  }

  void sync() {
    checkReadable();
    parts.writes().sync();
  }

  // Reads.

  Reads reads() {
    return reads;
  }

  Snapshot snapshot() {
    checkReadable();
    return parts.snapshots().take();
  }

  void checkReadable() {
    parts.health().checkReadable();
  }

  /** The exception to throw for a failed operation on a table. */
  KodiakException failed(String table, String doing, Throwable cause) {
    if (cause instanceof IllegalArgumentException wrongUse) {
      throw wrongUse;
    }
    if (parts.health().isClosed() && !(cause instanceof KodiakException)) {
      return new KodiakException(Kind.CLOSED, "the database was closed meanwhile", cause);
    }
    return Errors.translate("table \"" + table + "\": " + doing, cause);
  }

  // Work on files.

  BulkLoad bulkLoad(TableState table, BulkLoadOptions options) {
    return parts.loads().begin(table, options);
  }

  void flush(TableState table) {
    run("flush", () -> parts.background().flush(List.of(table)));
  }

  void flush() {
    run("flush", () -> parts.background().flush(parts.tables().all()));
  }

  void compact(TableState table) {
    run("compact", () -> parts.background().compact(List.of(table)));
  }

  void compact(
      TableState table, CompactionRequest what, Consumer<CompactionRequest.Progress> progress) {
    run("compact", () -> parts.background().compact(table, what, progress));
  }

  void compact() {
    run("compact", () -> parts.background().compact(parts.tables().all()));
  }

  boolean pauseCompaction() {
    checkReadable();
    try {
      return parts.background().pauseCompaction();
    } catch (Exception e) {
      throw Errors.translate(
          "pausing compaction; whether it is paused when it is opened again is not known", e);
    }
  }

  boolean resumeCompaction() {
    checkReadable();
    try {
      return parts.background().resumeCompaction();
    } catch (Exception e) {
      throw Errors.translate("resuming compaction, which stays paused; try again", e);
    }
  }

  CompactionStatus compactionStatus() {
    checkReadable();
    try {
      return parts.outlook().status();
    } catch (Exception e) {
      throw Errors.translate("compaction status", e);
    }
  }

  void migrate(TableState table, @Nullable String to, Consumer<MigrationProgress> progress) {
    NamedFormat format = to == null ? null : new NamedFormat(to, installed(to));
    run("migrate", () -> parts.background().migrate(table, parts.targets(), format, progress));
  }

  private SSTableFormat installed(String name) {
    SSTableFormat format = parts.formats().get(name);
    if (format == null) {
      throw new IllegalArgumentException(
          "no format is named \""
              + name
              + "\"; there are: "
              + new TreeSet<>(parts.formats().keySet()));
    }
    return format;
  }

  void awaitIdle() {
    run("wait", () -> parts.background().awaitIdle());
  }

  private void run(String doing, Runnable work) {
    checkReadable();
    try {
      work.run();
    } catch (RuntimeException e) {
      throw Errors.translate(doing, e);
    }
  }

  VerifyReport verify(Consumer<String> progress) {
    checkReadable();
    Verification verification = new Verification(parts.storage(), parts.sstables(), progress);
    for (TableState table : parts.tables().all()) {
      checkReadable();
      verify(table, verification);
    }
    return verification.report();
  }

  private void verify(TableState table, Verification verification) {
    PinnedView pin;
    try {
      pin = table.acquireFiles();
    } catch (Exception e) {
      throw failed(table.name(), "verify", e);
    }
    try {
      verification.verify(pin.tree());
    } finally {
      pin.release();
    }
  }

  // Pins.

  FilePin pinFiles(TableState table, Duration keep, boolean flushed) {
    checkReadable();
    Pins.check(keep);
    if (flushed) {
      flush(table);
    }
    try {
      return parts.pins().pin(table.id(), keep);
    } catch (Exception e) {
      throw failed(table.name(), "pin files", e);
    }
  }

  List<FilePin> pins() {
    checkReadable();
    return parts.pins().list();
  }

  boolean releasePin(long id) {
    checkReadable();
    return parts.pins().release(id);
  }

  // Figures.

  TableStats stats(TableState table) {
    checkReadable();
    return Figures.of(table, parts.targets());
  }

  TableExplanation explain(TableState table) {
    checkReadable();
    try {
      return new Explanation(parts, table).explain();
    } catch (Exception | Error e) {
      throw failed(table.name(), "explain", e);
    }
  }

  DatabaseStats stats() {
    checkReadable();
    return Figures.of(parts);
  }

  DatabaseState state() {
    return parts.health().state();
  }

  void close() {
    Closing.close(parts);
  }
}
