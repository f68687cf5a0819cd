package io.kodiak.engine.database;

import io.kodiak.api.EntryKind;
import io.kodiak.engine.load.Load;
import io.kodiak.engine.load.StoredRows;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.storage.OutcomeUnknownException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A load of many rows into one table, past the log and the memtables: sorted, written once to
 * SSTables, and made part of the table at one moment by {@link #finish}.
 *
 * <p><b>Order.</b> All rows count as written at the moment of {@link #finish}: they win over
 * everything written to the table before, and lose against everything after. Readers see all rows
 * or none; snapshots taken before see none. Of several rows of one key the one that was given last
 * wins; of those in files that were added one after the other, the one with the greatest sequence:
 * such files are parts of one table, in any order.
 *
 * <p><b>Durability.</b> What {@link #finish} returned for is durable in every {@link SyncMode}.
 * After a crash before, the table is as if there had been no load, and the next opening removes
 * what it left behind. {@link #close} without {@link #finish} deletes everything.
 *
 * <p><b>Threading.</b> For one thread at a time. There is one load at a time in a database; others
 * read and write meanwhile, and wait only at the end, for about as long as one flush of what they
 * wrote since.
 *
 * <p><b>Failure.</b> Methods throw {@link KodiakException}. After one the load is over, unless its
 * method says otherwise: nothing of it is in the table, its files are deleted, and {@link #finish}
 * refuses. A key or value outside {@link io.kodiak.api.Limits} is an {@link
 * IllegalArgumentException}, and leaves the load as it was.
 */
public final class BulkLoad implements AutoCloseable {
  /**
   * What a load did.
   *
   * @param rows rows that became part of the table; of several of one key only the last counts,
   *     except in files that were kept as they are
   * @param tombstones how many of them are deletes
   * @param files SSTables that became part of the table
   * @param bytes their size, with their sidecars
   * @param linked files that were added and are kept as they are, by a hard link
   * @param copied files that were added and are kept as they are, as a copy
   * @param rewritten files that were added and whose rows were written anew
   * @param level the level of the tree where everything went; -1 when there was nothing
   * @param sequence the sequence of the rows; of files that are kept as they are, the largest
   * @param nanos how long {@link BulkLoad#finish} took, in nanoseconds
   */
  public record Result(
      long rows,
      long tombstones,
      int files,
      long bytes,
      int linked,
      int copied,
      int rewritten,
      int level,
      long sequence,
      long nanos) {}

  private static final byte[] NO_BYTES = {};

  private final BulkLoads loads;
  private final String table;
  private final BulkLoadOptions options;
  private final Load load;
  private final LoadTarget target;
  private final LoadInstallation installation;
  private boolean over;

  BulkLoad(
      BulkLoads loads,
      String table,
      BulkLoadOptions options,
      Load load,
      LoadTarget target,
      LoadInstallation installation) {
    this.loads = loads;
    this.table = table;
    this.options = options;
    this.load = load;
    this.target = target;
    this.installation = installation;
  }

  /** The name of the table. */
  String table() {
    return table;
  }

  /**
   * Sets the value of {@code key}. Copies both.
   *
   * @throws IllegalArgumentException when rows are said to be sorted and the key does not come
   *     after the one before, naming both and the number of the row; the load is over then
   */
  public void put(byte[] key, byte[] value) {
    put(key, 0, key.length, value, 0, value.length);
  }

  /** Sets the value of a key, both given by ranges of bytes. Copies both; otherwise as above. */
  public void put(
      byte[] key, int keyOffset, int keyLength, byte[] value, int valueOffset, int valueLength) {
    Objects.checkFromIndexSize(valueOffset, valueLength, value.length);
    WriteBatch.checkValueLength(valueLength);
    add(EntryKind.PUT, key, keyOffset, keyLength, value, valueOffset, valueLength);
  }

  /** Removes {@code key}, which need not exist. Copies it; otherwise as {@link #put}. */
  public void delete(byte[] key) {
    delete(key, 0, key.length);
  }

  /** Removes a key that is given by a range of bytes. Copies it; otherwise as {@link #put}. */
  public void delete(byte[] key, int keyOffset, int keyLength) {
    add(EntryKind.DELETE, key, keyOffset, keyLength, NO_BYTES, 0, 0);
  }

  private synchronized void add(
      EntryKind kind,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength) {
    Objects.checkFromIndexSize(keyOffset, keyLength, key.length);
    WriteBatch.checkKeyLength(keyLength);
    checkOpen();
    try {
      load.add(kind, key, keyOffset, keyLength, value, valueOffset, valueLength);
    } catch (IllegalArgumentException disorder) {
      end();
      throw disorder;
    } catch (Exception | Error e) {
      end();
      throw loads.failed(describe(), e);
    }
  }

  /**
   * Adds all rows of a file that Kodiak wrote, of this or another database, or that has the same
   * shape. It is linked or copied, then read and examined once. The file itself is never changed,
   * and must never be changed by others if it was linked.
   *
   * <p>The file becomes part of the table as it is when no key between its first and its last is in
   * the table or elsewhere in the load, no snapshot is open, and its sequences are not far above
   * those of this database. Otherwise its rows, the newest version of each key, are written anew.
   *
   * @param format the name of its format, which is installed
   * @throws KodiakException CORRUPTION when it is damaged, is not of this format or shape, or its
   *     rows are out of order, naming the file, the row and both keys; IO when it cannot be read;
   *     CONFIGURATION when there is no such format. The load goes on without the file.
   */
  public synchronized void addFile(Path file, String format) {
    checkOpen();
    try {
      RunWriter.Target shape = target.target(format);
      endPart();
      load.addFile(
          shape, file.toString(), name -> loads.storage().adopt(file, name, options.link()));
    } catch (IllegalArgumentException wrongUse) {
      throw wrongUse;
    } catch (Exception e) {
      throw loads.failed(describe() + ": " + file, e);
    } catch (Error e) {
      end();
      throw loads.failed(describe() + ": " + file, e);
    }
  }

  private void endPart() throws IOException {
    boolean done = false;
    try {
      load.endPart();
      done = true;
    } finally {
      if (!done) {
        end();
      }
    }
  }

  /** The number of rows that were put and deleted so far, without those of files. */
  public synchronized long rows() {
    return load.rows();
  }

  /**
   * Makes everything part of the table. Called once.
   *
   * @throws KodiakException CONFLICT when so many writes came meanwhile that the rows would not
   *     count as written after them: repeat the load. Nothing of it is in the table then, as after
   *     any failure but one that says that the outcome is unknown.
   */
  public synchronized Result finish() {
    checkOpen();
    long begin = System.nanoTime();
    try {
      LoadInstallation.Installed installed = installation.run(load);
      return result(installed, System.nanoTime() - begin);
    } catch (OutcomeUnknownException e) {
      throw loads.failed(describe() + ": outcome unknown", e);
    } catch (Exception | Error e) {
      throw loads.failed(describe(), e);
    } finally {
      end();
    }
  }

  private Result result(LoadInstallation.Installed installed, long nanos) {
    long rows = 0;
    long tombstones = 0;
    long bytes = 0;
    long sequence = 0;
    int files = 0;
    int linked = 0;
    int copied = 0;
    for (StoredRows part : installed.parts()) {
      rows += part.rows();
      tombstones += part.tombstones();
      bytes += part.bytes();
      sequence = Math.max(sequence, part.lastSequence());
      files += part.files().size();
      linked += part.origin() == StoredRows.Origin.LINKED ? 1 : 0;
      copied += part.origin() == StoredRows.Origin.COPIED ? 1 : 0;
    }
    int rewritten = load.rewritten();
    int level = installed.level();
    return new Result(
        rows, tombstones, files, bytes, linked, copied, rewritten, level, sequence, nanos);
  }

  private String describe() {
    return "table \"" + table + "\": bulk load";
  }

  private void checkOpen() {
    if (over) {
      target.checkpoint();
      throw new KodiakException(KodiakException.Kind.CLOSED, describe() + " is over");
    }
  }

  private void end() {
    if (!over) {
      over = true;
      load.close();
      loads.ended(this);
    }
  }

  /** Ends the load; without {@link #finish}, nothing of it remains. Closing again does nothing. */
  @Override
  public synchronized void close() {
    end();
  }
}
