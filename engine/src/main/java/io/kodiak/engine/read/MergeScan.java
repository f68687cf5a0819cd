package io.kodiak.engine.read;

import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Slice;
import java.io.Closeable;
import java.io.IOException;

/**
 * A scan over one table: the live entries of a range of keys as of a snapshot, in one direction.
 *
 * <p>It shows, of every key, the newest version whose sequence is at most the snapshot, unless that
 * is a tombstone. For one thread.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class MergeScan implements Closeable {
  private final EntryView entry = new EntryView();

  /**
   * Makes a scan that stands before its first entry; nothing is read yet.
   *
   * @param view must stay open until the scan is closed
   * @param reverse whether to go from the greatest key down
   */
  public MergeScan(ReadView view, KeyRange range, boolean reverse, long snapshot) {
    throw new UnsupportedOperationException();
  }

  /** Moves to the next entry; {@code false}, again and again, behind the last one. */
  public boolean next() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Moves to the first entry of the range, in the direction of the scan, at or beyond {@code key}:
   * forward, the least key that is at least {@code key}; in reverse, the greatest that is at most
   * {@code key}.
   */
  public boolean seek(Slice key) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * The current entry: always the same object. Its ranges stay valid until the scan moves or is
   * closed.
   */
  public EntryView entry() {
    return entry;
  }

  @Override
  public void close() {}
}
