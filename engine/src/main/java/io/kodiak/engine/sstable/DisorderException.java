package io.kodiak.engine.sstable;

import java.io.IOException;
import java.io.Serial;

/**
 * Says that the entries given to an {@link SSTableBuilder} are not what a SSTable may hold: not in
 * strict order, or out of bounds. Whoever supplied the entries knows which memtable or which file
 * they came from, and reports that.
 */
public final class DisorderException extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * Reports entries that cannot be written.
   *
   * @param file the file that was being written
   * @param problem what is wrong, and with which entry
   */
  public DisorderException(String file, String problem) {
    super(file + ": refused to write: " + problem);
  }
}
