package io.kodiak.engine.database;

import java.time.Instant;
import java.util.List;

/**
 * Keeps the data files that a table consists of at one moment, for readers of other processes:
 * compactions do not take them away, nor does closing the database, nor the end of the process that
 * made the pin. Only a release does, or the expiry.
 *
 * <p>The rows of the table are those of all files together: of each key the one with the largest
 * {@code seq}, unless its {@code op} is 1, which is a deletion.
 *
 * <p>Pinned files take disk space that compaction would free. Immutable, and safe for use by
 * several threads.
 */
public final class FilePin implements AutoCloseable {
  private final Pins owner;
  private final PinRecord record;
  private final List<PinnedFile> files;

  FilePin(Pins owner, PinRecord record, List<PinnedFile> files) {
    this.owner = owner;
    this.record = record;
    this.files = List.copyOf(files);
  }

  /** The number of the pin: unique within the database, larger for a later one. */
  public long id() {
    return record.id();
  }

  /** The name of the table. */
  public String table() {
    return record.table();
  }

  /** When the pin was made. */
  public Instant created() {
    return Instant.ofEpochMilli(record.createdMillis());
  }

  /**
   * From when on the files may go away. They do so when the database is open then, or as soon as it
   * is opened.
   */
  public Instant expiry() {
    return Instant.ofEpochMilli(record.expiryMillis());
  }

  /** The files, from the newest level to the deepest; none when the table is empty. */
  public List<PinnedFile> files() {
    return files;
  }

  /**
   * Whether no key is in the files twice, which is known for certain: then a reader need not look
   * for the newest row of a key. A key may still be deleted; see {@link PinnedFile#tombstones}.
   */
  public boolean hasOneRowPerKey() {
    return record.oneRowPerKey();
  }

  /**
   * Lets the files go: what the table does not need any more is deleted. Nothing happens when that
   * was done before.
   *
   * @throws KodiakException CLOSED when the database is closed; the pin stays then
   */
  @Override
  public void close() {
    owner.release(id());
  }

  @Override
  public String toString() {
    return "FilePin[" + id() + " of " + table() + " until " + expiry() + "]";
  }
}
