package io.kodiak.engine.read;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.engine.sstable.KeyHash;
import io.kodiak.engine.sstable.SSTable;
import java.io.IOException;

/** Finds the newest visible version of one key. */
public final class PointReads {
  private PointReads() {}

  /**
   * Finds the newest version of {@code key} whose sequence is at most {@code snapshot}.
   *
   * <p>A tombstone counts as a version: it is found, and {@code result} says so.
   *
   * @param result filled when a version was found, otherwise unchanged; its ranges stay valid for
   *     as long as the memtables of the view are open
   * @return whether there is such a version
   * @throws IOException when a bloom filter or a block that may hold the key cannot be read; other
   *     keys may still be readable
   */
  public static boolean get(ReadView view, Slice key, long snapshot, EntryView result)
      throws IOException {
    for (int i = 0; i < view.memtableCount(); i++) {
      if (view.memtable(i).get(key, snapshot, result)) {
        return true;
      }
    }
    if (view.runCount() == 0) {
      return false;
    }
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    long hash = KeyHash.of(array, offset, length);
    for (int i = 0; i < view.runCount(); i++) {
      SSTable table = view.run(i).find(array, offset, length);
      if (table != null
          && table.mayContain(hash)
          && table.get(array, offset, length, hash, snapshot, result)) {
        return true;
      }
    }
    return false;
  }
}
