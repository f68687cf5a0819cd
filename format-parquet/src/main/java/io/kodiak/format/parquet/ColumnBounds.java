package io.kodiak.format.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The least and greatest values of one column: of each page, for the column index, and of the row
 * group, for its statistics. Never truncated: keys that share a long prefix would collapse. For one
 * thread.
 */
final class ColumnBounds {
  /** Parquet's numbers of how the bounds of pages are ordered. */
  private static final int UNORDERED = 0;

  private static final int ASCENDING = 1;
  private static final int DESCENDING = 2;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  /**
   * The most bytes of bounds of the pages of one row group that are kept, held in memory until the
   * file is complete. Beyond, with keys of kilobytes, an index would be as large as what it leads
   * to.
   */
  private static final int MAX_INDEX_BYTES = 4 << 20;

  private CompactOutput least = new CompactOutput(256);
  private CompactOutput greatest = new CompactOutput(256);
  private final byte[] word = new byte[Long.BYTES];
  private int pages;
  private boolean indexed = true;
  private boolean ascending = true;
  private boolean descending = true;
  private long lastLeast;
  private long lastGreatest;
  private long minNumber = Long.MAX_VALUE;
  private long maxNumber = Long.MIN_VALUE;

  /** Where in the encoded bounds of the pages those of the row group are. */
  private int minStart;

  private int minEnd;
  private int maxStart;
  private int maxEnd;

  /** Adds a page of whole numbers, of which {@code bytes} bytes each are kept. */
  void addNumbers(long pageLeast, long pageGreatest, int bytes) {
    if (pages > 0) {
      ascending &= lastLeast <= pageLeast && lastGreatest <= pageGreatest;
      descending &= lastLeast >= pageLeast && lastGreatest >= pageGreatest;
    }
    lastLeast = pageLeast;
    lastGreatest = pageGreatest;
    LONGS.set(word, 0, pageLeast);
    least.binary(word, 0, bytes);
    if (pageLeast < minNumber) {
      minNumber = pageLeast;
      minEnd = least.size();
      minStart = minEnd - bytes;
    }
    LONGS.set(word, 0, pageGreatest);
    greatest.binary(word, 0, bytes);
    if (pageGreatest > maxNumber) {
      maxNumber = pageGreatest;
      maxEnd = greatest.size();
      maxStart = maxEnd - bytes;
    }
    pages++;
  }

  /** Adds a page of sorted keys, given where the first and the last of them lie. */
  void addKeys(byte[] keys, int first, int firstEnd, int last, int lastEnd) {
    if (indexed && least.size() + greatest.size() > MAX_INDEX_BYTES) {
      dropIndex();
    }
    if (indexed) {
      least.binary(keys, first, firstEnd - first);
    } else {
      greatest.clear();
    }
    if (pages == 0) {
      minEnd = least.size();
      minStart = minEnd - (firstEnd - first);
    }
    greatest.binary(keys, last, lastEnd - last);
    maxEnd = greatest.size();
    maxStart = maxEnd - (lastEnd - last);
    pages++;
  }

  private void dropIndex() {
    byte[] first = min();
    indexed = false;
    least = new CompactOutput(first.length);
    least.raw(first, 0, first.length);
    minStart = 0;
    minEnd = first.length;
    greatest = new CompactOutput(256);
  }

  /** Whether the bounds of all pages are here, and not only those of the row group. */
  boolean isIndexed() {
    return indexed;
  }

  /** The least value of all, as the statistics of a row group have it. */
  byte[] min() {
    return Arrays.copyOfRange(least.array(), minStart, minEnd);
  }

  /** The greatest value of all, as the statistics of a row group have it. */
  byte[] max() {
    return Arrays.copyOfRange(greatest.array(), maxStart, maxEnd);
  }

  /** The least of all numbers. */
  long minNumber() {
    return minNumber;
  }

  /** The greatest of all numbers. */
  long maxNumber() {
    return maxNumber;
  }

  /**
   * Writes the column index, {@link #isIndexed() if there is one}; no page of such a column has
   * nulls.
   */
  void write(CompactOutput out) {
    out.beginStruct();
    out.beginList(1, CompactOutput.TRUE, pages);
    for (int i = 0; i < pages; i++) {
      out.element(false);
    }
    out.beginList(2, CompactOutput.BINARY, pages);
    out.raw(least.array(), 0, least.size());
    out.beginList(3, CompactOutput.BINARY, pages);
    out.raw(greatest.array(), 0, greatest.size());
    out.i32(4, ascending ? ASCENDING : descending ? DESCENDING : UNORDERED);
    out.beginList(5, CompactOutput.I64, pages);
    for (int i = 0; i < pages; i++) {
      out.element(0L);
    }
    out.endStruct();
  }
}
