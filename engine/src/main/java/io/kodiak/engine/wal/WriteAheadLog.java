package io.kodiak.engine.wal;

import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;

/** The write-ahead log of a database. */
@SuppressWarnings("DoNotCallSuggester")
public final class WriteAheadLog implements Closeable {
  /** The longest record in bytes: 1 GiB. */
  public static final int MAX_RECORD_BYTES = 1 << 30;

  private WriteAheadLog() {}

  /**
   * Opens the log: replays every record from segment {@code firstSegment} on, and continues behind
   * the last one.
   */
  public static WriteAheadLog open(
      Storage storage, WalOptions options, long firstSegment, Replay replay) throws IOException {
    throw new UnsupportedOperationException(storage.describe());
  }

  /** Appends a record; one thread at a time. It is durable after {@link #force}. */
  public void append(long firstSequence, long lastSequence, byte[] payload, int offset, int length)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Makes everything appended before this call durable; others may append and force meanwhile. */
  public void force() throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The segment that the next record goes to, unless it does not fit. */
  public long activeSegment() {
    throw new UnsupportedOperationException();
  }

  /** The oldest segment that is kept. */
  public long firstSegment() {
    throw new UnsupportedOperationException();
  }

  /**
   * The oldest segment that {@link #deleteThrough} of this sequence would keep: what to write into
   * the manifest before calling it.
   */
  public long firstSegmentAfter(long sequence) {
    throw new UnsupportedOperationException();
  }

  /** Drops the closed segments whose last sequence is at most {@code sequence}. Never throws. */
  public void deleteThrough(long sequence) {
    throw new UnsupportedOperationException();
  }

  /** The size of the segments that are kept, in bytes. */
  public long bytes() {
    throw new UnsupportedOperationException();
  }

  /** What opening found. */
  public RecoveryReport report() {
    throw new UnsupportedOperationException();
  }

  /** Forces and closes the log. */
  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException();
  }
}
