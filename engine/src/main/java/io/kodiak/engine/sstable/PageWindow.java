package io.kodiak.engine.sstable;

import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * The pages that a thread has verified last: the ranges of neighbouring blocks, and those of the
 * columns of one block, begin and end within a page, and so each page is read and verified once and
 * not for every range that touches it.
 *
 * <p>Least recently used pages give way. For one thread.
 */
final class PageWindow {
  private static final int PAGES = 16;
  private static final ThreadLocal<PageWindow> WINDOW = ThreadLocal.withInitial(PageWindow::new);

  private final long[] sources = new long[PAGES];
  private final long[] numbers = new long[PAGES];
  private final long[] used = new long[PAGES];
  private final byte[][] pages = new byte[PAGES][];
  private final CRC32C crc = new CRC32C();
  private long clock;

  private PageWindow() {
    Arrays.fill(sources, -1);
  }

  /** The window of the current thread. */
  static PageWindow current() {
    return WINDOW.get();
  }

  /** The slot that holds a page of a source, now the most recently used; -1 when none does. */
  int find(long source, long page) {
    for (int slot = 0; slot < PAGES; slot++) {
      if (numbers[slot] == page && sources[slot] == source) {
        used[slot] = ++clock;
        return slot;
      }
    }
    return -1;
  }

  /** A slot for a page that is about to be read, holding nothing until {@link #keep}. */
  int claim() {
    int oldest = 0;
    for (int slot = 1; slot < PAGES; slot++) {
      if (used[slot] < used[oldest]) {
        oldest = slot;
      }
    }
    sources[oldest] = -1;
    if (pages[oldest] == null) {
      pages[oldest] = new byte[PageChecksums.MAX_PAGE_BYTES];
    }
    return oldest;
  }

  /** Says that the slot now holds this page, read and verified. */
  void keep(int slot, long source, long page) {
    sources[slot] = source;
    numbers[slot] = page;
    used[slot] = ++clock;
  }

  /** For the checksums that the thread computes. */
  CRC32C crc() {
    return crc;
  }

  /** The bytes of the page in a slot. */
  byte[] page(int slot) {
    return pages[slot];
  }
}
