package io.kodiak.engine.database;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.engine.read.MergeScan;
import java.util.Arrays;

/**
 * A walk over the live entries of a table in the order of their keys, as of one moment.
 *
 * <p>For one thread. An open scan keeps the files that it reads, so close it.
 */
public final class Scan implements AutoCloseable {
  private final Engine engine;
  private final PinnedView pin;
  private final MergeScan merge;
  private boolean closed;

  Scan(Engine engine, PinnedView pin, MergeScan merge) {
    this.engine = engine;
    this.pin = pin;
    this.merge = merge;
  }

  /**
   * Moves to the next entry; the first call moves to the first.
   *
   * @return whether there is one
   */
  public boolean next() {
    checkOpen();
    try {
      return merge.next();
    } catch (Exception | Error e) {
      throw engine.failed(pin.table(), "scan", e);
    }
  }

  /**
   * Moves on to the entry at {@code key} or, when there is none, the next one in the direction of
   * the scan, within its range. {@link #next} then goes on from there.
   *
   * @return whether there is one
   */
  public boolean seek(byte[] key) {
    checkOpen();
    try {
      return merge.seek(Slice.of(key));
    } catch (Exception | Error e) {
      throw engine.failed(pin.table(), "scan", e);
    }
  }

  /** A copy of the key that the scan stands on. */
  public byte[] key() {
    checkNotClosed();
    EntryView entry = merge.entry();
    int from = entry.keyOffset();
    return Arrays.copyOfRange(entry.keyArray(), from, from + entry.keyLength());
  }

  /** A copy of the value that the scan stands on. */
  public byte[] value() {
    checkNotClosed();
    EntryView entry = merge.entry();
    int from = entry.valueOffset();
    return Arrays.copyOfRange(entry.valueArray(), from, from + entry.valueLength());
  }

  /**
   * Key, value and sequence that the scan stands on, without copies: valid until the scan moves or
   * is closed.
   */
  public EntryView entry() {
    checkNotClosed();
    return merge.entry();
  }

  private void checkOpen() {
    checkNotClosed();
    engine.checkReadable();
  }

  /** What it stood on may have become something else since. */
  private void checkNotClosed() {
    if (closed) {
      throw new KodiakException(KodiakException.Kind.CLOSED, "this scan is closed");
    }
  }

  /** Lets go of the files. Closing again does nothing. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      merge.close();
      pin.release();
    }
  }
}
