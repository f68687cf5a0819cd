package io.kodiak.engine.read;

import io.kodiak.api.EntryView;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The live keys that begin with a prefix, as object stores list them: keys that have a delimiter
 * somewhere behind the prefix appear as one folder, whose name is what they share up to and with
 * that delimiter.
 *
 * <p>The first live key of a folder shows that it is there; all others are left behind with one
 * step of each source. Names come in their order, each once: a key before a folder does not begin
 * with it, so it is less than the folder's name too. For one thread; failure is as in {@link
 * MergeScan}.
 */
public final class DelimitedScan implements Closeable {
  private final MergeScan scan;
  private final byte[] prefix;
  private final byte[] delimiter;
  private boolean ended;
  private boolean folder;
  private int nameLength;

  /**
   * Makes a scan that stands before its first name; no file is read yet.
   *
   * @param view must stay open until the scan is closed
   * @param delimiter at least one byte
   */
  public DelimitedScan(
      ReadView view, byte[] prefix, byte[] delimiter, long snapshot, ReadAhead readAhead) {
    this.scan = new MergeScan(view, KeyRange.prefix(prefix), false, snapshot, readAhead);
    this.prefix = prefix.clone();
    this.delimiter = delimiter.clone();
  }

  /**
   * Moves to the next name, at first to the first one.
   *
   * @return whether there is one
   */
  public boolean next() throws IOException {
    return !ended && stand(folder ? scan.skipPrefix(nameLength) : scan.next());
  }

  /**
   * Moves to the first name that is greater than the given one, wherever the scan stands.
   *
   * @param name any bytes
   * @return whether there is one
   */
  public boolean nextAfter(byte[] name) throws IOException {
    folder = false;
    Slice start = leastAbove(name);
    ended = start == null;
    return start != null && stand(scan.seek(start));
  }

  /**
   * The least key that may have a greater name than the given one, which need not be there: all
   * that is in the folder of that name has not. {@code null}: no key may.
   *
   * <p>A name that is not below the prefix has no folder here; but whatever begins with it lies on
   * the same side of the prefix as itself, so that it does no harm to leave that behind.
   */
  private @Nullable Slice leastAbove(byte[] name) {
    int end = folderEnd(name, 0, name.length);
    if (end == 0 && name.length < Limits.MAX_KEY_BYTES) {
      return Slice.of(Arrays.copyOf(name, name.length + 1));
    }
    // No key is longer than a name of the greatest length.
    int length = Math.min(end == 0 ? name.length : end, Limits.MAX_KEY_BYTES);
    return KeyRange.prefix(Arrays.copyOf(name, length)).to();
  }

  private boolean stand(boolean found) {
    folder = false;
    if (!found) {
      return false;
    }
    EntryView entry = scan.entry();
    int end = folderEnd(entry.keyArray(), entry.keyOffset(), entry.keyLength());
    folder = end > 0;
    nameLength = folder ? end : entry.keyLength();
    return true;
  }

  /** The length of a key up to and with its first delimiter behind the prefix; 0: it has none. */
  private int folderEnd(byte[] key, int offset, int length) {
    byte[] sought = delimiter;
    int last = offset + length - sought.length;
    for (int at = offset + prefix.length; at <= last; at++) {
      if (key[at] == sought[0]
          && Arrays.equals(key, at, at + sought.length, sought, 0, sought.length)) {
        return at + sought.length - offset;
      }
    }
    return 0;
  }

  /** Whether the name is that of a folder, not of a key. */
  public boolean isFolder() {
    return folder;
  }

  /**
   * The length of the name in bytes; the name is how the key of {@link #entry} begins, or all of
   * it.
   */
  public int nameLength() {
    return nameLength;
  }

  /** The entry of the key, or the first one of the folder: valid until this scan moves. */
  public EntryView entry() {
    return scan.entry();
  }

  /** Releases memtable cursors and blocks. Closing again does nothing. */
  @Override
  public void close() {
    scan.close();
  }
}
