package io.kodiak.engine.database;

import java.util.List;
import java.util.function.Consumer;

/**
 * A set of named, ordered, durable tables in one directory.
 *
 * <p><b>Durability.</b> A write that was acknowledged survives the end of the process; {@link
 * SyncMode} says what survives the loss of power. What is found on opening is always a prefix of
 * what was acknowledged, in order, with every batch whole or absent.
 *
 * <p><b>Threading.</b> Safe for use by any number of threads. <b>Failure.</b> Methods throw {@link
 * KodiakException}. A failure in the background is reported by every later write; see {@link
 * #state()}.
 */
public final class Database implements AutoCloseable {
  private final Engine engine;

  private Database(Engine engine) {
    this.engine = engine;
  }

  /**
   * Opens the database, or makes a new one where there is none, and recovers what the log holds.
   *
   * @throws KodiakException CONFLICT when someone else has it open; CONFIGURATION when a format
   *     that its files need is missing, and then nothing was touched; CORRUPTION or IO when it
   *     cannot be read
   */
  public static Database open(DatabaseOptions options) {
    return new Database(Engine.open(options));
  }

  /**
   * The table of that name, made when there is none.
   *
   * @param name lower-case letters, digits, hyphens and underscores, at most 64, beginning with a
   *     letter or digit
   */
  public Table table(String name) {
    return engine.table(name);
  }

  /** The names of all tables, in alphabetical order. */
  public List<String> tableNames() {
    return engine.tableNames();
  }

  /** Makes all writes of the batch, atomically, in their order. */
  public void write(WriteBatch batch) {
    engine.write(batch);
  }

  /** The state of all tables as of now, until it is closed. */
  public Snapshot snapshot() {
    return engine.snapshot();
  }

  /** Forces everything that was acknowledged to the device, whatever the {@link SyncMode}. */
  public void sync() {
    engine.sync();
  }

  /** Flushes every table; see {@link Table#flush}. */
  public void flush() {
    engine.flush();
  }

  /** Compacts every table; see {@link Table#compact()}. */
  public void compact() {
    engine.compact();
  }

  /**
   * Pauses compaction of all tables, also beyond this process, until it is resumed. What runs is
   * cancelled, and its inputs stay; returns when nothing runs any more.
   *
   * <p>Flushes go on, and runs pile up on level 0: lookups become slower, the more the longer it
   * takes. Writers are not held back by their number meanwhile, as nothing would lower it. {@link
   * Table#compact()} and {@link Table#migrate(Consumer)} end with CONFLICT.
   *
   * @return false when it was paused already
   */
  public boolean pauseCompaction() {
    return engine.pauseCompaction();
  }

  /**
   * Ends a pause, also one of an earlier process. Writers are held back again where runs have piled
   * up, until compaction has caught up.
   *
   * @return false when it was not paused
   */
  public boolean resumeCompaction() {
    return engine.resumeCompaction();
  }

  /** What compaction does and does not do now; asks the policies of all tables. */
  public CompactionStatus compactionStatus() {
    return engine.compactionStatus();
  }

  /**
   * Waits until no table needs to be flushed or compacted by its own policy; while compaction is
   * paused, only until nothing needs to be flushed.
   */
  public void awaitIdle() {
    engine.awaitIdle();
  }

  /**
   * Reads every file of every table, compares all checksums, decodes all blocks, and compares them
   * with what the manifest says.
   *
   * @param progress told the name of each file before it is read
   */
  public VerifyReport verify(Consumer<String> progress) {
    return engine.verify(progress);
  }

  /** The pins of all tables that are neither released nor expired, oldest first. */
  public List<FilePin> pins() {
    return engine.pins();
  }

  /**
   * Releases a pin, also one of an earlier process.
   *
   * @param id see {@link FilePin#id}
   * @return false when there is no such pin, or not any more
   */
  public boolean releasePin(long id) {
    return engine.releasePin(id);
  }

  /** Figures as of now. */
  public DatabaseStats stats() {
    return engine.stats();
  }

  /** How the database fares. */
  public DatabaseState state() {
    return engine.state();
  }

  /**
   * Closes the database. Memtables are not flushed: the log holds them. Operations that run
   * meanwhile end with CLOSED. Closing again does nothing.
   */
  @Override
  public void close() {
    engine.close();
  }
}
