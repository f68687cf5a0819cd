package io.kodiak.engine.database;

import io.kodiak.api.EntryView;
import io.kodiak.engine.read.DelimitedScan;
import java.util.Arrays;

/**
 * A walk over the names below a prefix, as of one moment, as object stores list them: folders,
 * which stand for all keys that share their name up to and with the first delimiter behind the
 * prefix, and keys that have no delimiter there.
 *
 * <p>Names ascend, and each comes once. A folder is there as long as it holds a live key; finding
 * that out takes a step for each tombstone before that key, and leaving the folder takes one search
 * however much it holds.
 *
 * <p>For one thread. An open listing keeps the files that it reads, so close it.
 */
public final class Listing implements AutoCloseable {
  private final Engine engine;
  private final PinnedView pin;
  private final DelimitedScan scan;
  private boolean closed;

  Listing(Engine engine, PinnedView pin, DelimitedScan scan) {
    this.engine = engine;
    this.pin = pin;
    this.scan = scan;
  }

  /**
   * Moves to the next name; the first call moves to the first.
   *
   * @return whether there is one
   */
  public boolean next() {
    checkOpen();
    try {
      return scan.next();
    } catch (Exception | Error e) {
      throw engine.failed(pin.table(), "list", e);
    }
  }

  /**
   * Moves to the first name that is greater than {@code name}, forwards or back; {@link #next} then
   * goes on from there. With the last name of one page, that is the first of the following page.
   *
   * @param name any bytes; nothing of that name need be there
   * @return whether there is one
   */
  public boolean nextAfter(byte[] name) {
    checkOpen();
    try {
      return scan.nextAfter(name);
    } catch (Exception | Error e) {
      throw engine.failed(pin.table(), "list", e);
    }
  }

  /** Whether the listing stands on a folder, not on a key. */
  public boolean isFolder() {
    checkNotClosed();
    return scan.isFolder();
  }

  /** A copy of the name: that of a folder ends with the delimiter; that of a key is the key. */
  public byte[] name() {
    checkNotClosed();
    EntryView entry = scan.entry();
    int from = entry.keyOffset();
    return Arrays.copyOfRange(entry.keyArray(), from, from + scan.nameLength());
  }

  /**
   * A copy of the value of the key that the listing stands on.
   *
   * @throws IllegalStateException when it stands on a folder
   */
  public byte[] value() {
    checkNotClosed();
    if (scan.isFolder()) {
      throw new IllegalStateException("a folder has no value");
    }
    EntryView entry = scan.entry();
    int from = entry.valueOffset();
    return Arrays.copyOfRange(entry.valueArray(), from, from + entry.valueLength());
  }

  private void checkOpen() {
    checkNotClosed();
    engine.checkReadable();
  }

  /** What it stood on may have become something else since. */
  private void checkNotClosed() {
    if (closed) {
      throw new KodiakException(KodiakException.Kind.CLOSED, "this listing is closed");
    }
  }

  /** Lets go of the files. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      scan.close();
      pin.release();
    }
  }
}
