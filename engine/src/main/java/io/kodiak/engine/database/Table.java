package io.kodiak.engine.database;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An ordered map of byte-string keys to byte-string values, one of several in a {@link Database}.
 *
 * <p><b>Ordering.</b> Keys are unsigned bytes, compared from left to right. <b>Threading.</b> Safe
 * for use by any number of threads; reads take no lock. <b>Failure.</b> Every method throws {@link
 * KodiakException}; a key or value outside {@link io.kodiak.api.Limits} is an {@link
 * IllegalArgumentException}.
 */
public final class Table {
  private final Engine engine;
  private final TableState state;

  Table(Engine engine, TableState state) {
    this.engine = engine;
    this.state = state;
  }

  /** The name of the table. */
  public String name() {
    return state.name();
  }

  /** Sets the value of {@code key}. */
  public void put(byte[] key, byte[] value) {
    WriteBatch batch = engine.singleWrite(key.length, value.length);
    engine.write(batch.put(this, key, value));
  }

  /** Removes {@code key}, which need not exist. */
  public void delete(byte[] key) {
    WriteBatch batch = engine.singleWrite(key.length, 0);
    engine.write(batch.delete(this, key));
  }

  /** The value of {@code key}; {@code null} when it has none. The array is the caller's. */
  public byte @Nullable [] get(byte[] key) {
    WriteBatch.checkKey(key);
    return engine.reads().get(state, key, null);
  }

  /** The value that {@code key} had at {@code at}; {@code null} when it had none. */
  public byte @Nullable [] get(byte[] key, Snapshot at) {
    WriteBatch.checkKey(key);
    return engine.reads().get(state, key, at);
  }

  /** The entries whose keys lie in {@code range}, ascending, as of now. Close the scan. */
  public Scan scan(KeyRange range) {
    return engine.reads().scan(state, range, false, null);
  }

  /** The entries whose keys lie in {@code range}, ascending, as of {@code at}. Close the scan. */
  public Scan scan(KeyRange range, Snapshot at) {
    return engine.reads().scan(state, range, false, at);
  }

  /** The entries whose keys lie in {@code range}, descending, as of now. Close the scan. */
  public Scan scanDescending(KeyRange range) {
    return engine.reads().scan(state, range, true, null);
  }

  /** The entries whose keys lie in {@code range}, descending, as of {@code at}. Close the scan. */
  public Scan scanDescending(KeyRange range, Snapshot at) {
    return engine.reads().scan(state, range, true, at);
  }

  /**
   * The longest key that {@code key} begins with, {@code key} itself counted, and its value; {@code
   * null} when there is none.
   */
  public @Nullable KeyValue longestPrefixMatch(byte[] key) {
    WriteBatch.checkKey(key);
    return engine.reads().longestPrefixMatch(state, key, null);
  }

  /** The longest key at {@code at} that {@code key} begins with; {@code null}: there was none. */
  public @Nullable KeyValue longestPrefixMatch(byte[] key, Snapshot at) {
    WriteBatch.checkKey(key);
    return engine.reads().longestPrefixMatch(state, key, at);
  }

  /**
   * The folders and keys below {@code prefix} as of now, as object stores list them. Keys that have
   * {@code delimiter} somewhere behind the prefix share a folder, whose name ends with the first
   * delimiter there; whatever a folder holds, it is left behind with one search. Close the listing.
   *
   * @param prefix 0 to {@value Limits#MAX_KEY_BYTES} bytes
   * @param delimiter at least one byte
   */
  public Listing commonPrefixes(byte[] prefix, byte[] delimiter) {
    checkListing(prefix, delimiter);
    return engine.reads().list(state, prefix, delimiter, null);
  }

  /** The folders and keys below {@code prefix} as of {@code at}. Close the listing. */
  public Listing commonPrefixes(byte[] prefix, byte[] delimiter, Snapshot at) {
    checkListing(prefix, delimiter);
    return engine.reads().list(state, prefix, delimiter, at);
  }

  private static void checkListing(byte[] prefix, byte[] delimiter) {
    if (prefix.length > Limits.MAX_KEY_BYTES) {
      throw new IllegalArgumentException(
          "a prefix has at most " + Limits.MAX_KEY_BYTES + " bytes, this one " + prefix.length);
    }
    if (delimiter.length == 0) {
      throw new IllegalArgumentException("a delimiter has at least one byte");
    }
  }

  /** Begins to load many rows with the usual options; see {@link #bulkLoad(BulkLoadOptions)}. */
  public BulkLoad bulkLoad() {
    return bulkLoad(BulkLoadOptions.DEFAULT);
  }

  /**
   * Begins to load many rows past the log, to become part of this table at one moment. Close it.
   *
   * @throws KodiakException CONFLICT when the database loads another table, or this one, already
   */
  public BulkLoad bulkLoad(BulkLoadOptions options) {
    return engine.bulkLoad(state, options);
  }

  /** Records writes with the usual options; see {@link #recordWrites(Path, TraceOptions)}. */
  public WriteTrace recordWrites(Path file) {
    return recordWrites(file, TraceOptions.DEFAULT);
  }

  /**
   * Begins to record the writes to this table, of all threads, as a workload for simulations: all
   * writes of a sample of the keys, by a hash, and the number and size of the others. Close it.
   *
   * @param file is made
   * @throws KodiakException CONFLICT when the file is there already, or the table is being
   *     recorded; IO when the file cannot be made
   */
  public WriteTrace recordWrites(Path file, TraceOptions options) {
    return engine.recordWrites(state, file, options);
  }

  /** The trace that is being recorded, for whatever reason; {@code null} when there is none. */
  public @Nullable WriteTrace writeTrace() {
    return engine.writeTrace(state);
  }

  /** Writes what is in memory to an SSTable, and returns when that is done. */
  public void flush() {
    engine.flush(state);
  }

  /**
   * Flushes, then merges the whole table into one run on its deepest level, without tombstones and
   * without versions that no snapshot needs. Returns when that is done.
   *
   * @throws KodiakException CONFLICT while compaction is paused
   */
  public void compact() {
    engine.compact(state);
  }

  /**
   * Flushes, then merges the files that overlap some keys, down to a level, into that level.
   * Returns when that is done. Files that reach beyond the keys are merged whole, and with them
   * others where newer data would otherwise come to lie below older.
   *
   * <p>An interrupt, or an exception of {@code progress}, cancels it: the files are as before.
   *
   * @param progress told many times a second by the calling thread how far it has come
   * @throws KodiakException CONFLICT while compaction is paused, or when it is paused meanwhile
   */
  public void compact(CompactionRequest what, Consumer<CompactionRequest.Progress> progress) {
    engine.compact(state, what, progress);
  }

  /**
   * Rewrites every file that is not as the settings now want it, in format, compression or size of
   * blocks, each where it lies in the tree. Returns when that is done; reads, writes and
   * compactions go on meanwhile. Cut short, it goes on where it was when it is called again.
   *
   * @param progress told many times a second by the calling thread how much is left
   * @throws KodiakException CONFLICT while compaction is paused, when it is paused meanwhile, or
   *     when the table is being migrated already; what was rewritten by then stays so
   */
  public void migrate(Consumer<MigrationProgress> progress) {
    engine.migrate(state, null, progress);
  }

  /**
   * Rewrites every file that is not in a given format, whatever the settings say; files that are
   * written later are again as these say.
   *
   * @param format the name of an installed format
   * @param progress told many times a second by the calling thread how much is left
   * @throws IllegalArgumentException when there is no such format
   * @throws KodiakException CONFLICT while compaction is paused, when it is paused meanwhile, or
   *     when the table is being migrated already; what was rewritten by then stays so
   */
  public void migrate(String format, Consumer<MigrationProgress> progress) {
    engine.migrate(state, format, progress);
  }

  /**
   * Flushes, then keeps the data files that the table consists of, for readers of other processes.
   * The pin outlives this process.
   *
   * @param keep 1 second to 30 days
   * @throws KodiakException IO when the file system has no hard links, of which a pin consists
   */
  public FilePin pinFiles(Duration keep) {
    return engine.pinFiles(state, keep, true);
  }

  /**
   * Keeps the data files that the table consists of, without a flush: what is in memory only is not
   * in them.
   *
   * @param keep 1 second to 30 days
   * @throws KodiakException IO when the file system has no hard links, of which a pin consists
   */
  public FilePin pinFlushedFiles(Duration keep) {
    return engine.pinFiles(state, keep, false);
  }

  /**
   * Why the tree of this table looks as it does, what its policy would do next and why, what that
   * costs, and what should be changed. Looks up a sample of about a thousand entries.
   */
  public TableExplanation explain() {
    return engine.explain(state);
  }

  /** Figures about this table as of now. */
  public TableStats stats() {
    return engine.stats(state);
  }

  Engine engine() {
    return engine;
  }

  TableState state() {
    return state;
  }

  int id() {
    return state.id();
  }

  @Override
  public String toString() {
    return "Table[" + name() + "]";
  }
}
