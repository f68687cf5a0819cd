package io.kodiak.memtable.order;

import java.util.Arrays;

/**
 * References, appended one by one, in segments, so that growing copies none of them.
 *
 * <p>One writer. A reader may read those that it knows to have been appended by an acquiring read
 * of what the writer released afterwards, such as a count.
 */
public final class ReferenceList implements EntryOrder.Appended {
  private static final int SEGMENT_BITS = 12;
  private static final int SEGMENT = 1 << SEGMENT_BITS;
  private static final int FIRST_LENGTH = 256;
  private static final int ARRAY_HEADER = 16;
  private static final int REFERENCE = 4;

  private int[][] segments = new int[4][];
  private int count;
  private int end;
  private int[] last = new int[0];
  private long heapBytes = 40 + ARRAY_HEADER + ARRAY_HEADER + (long) REFERENCE * segments.length;

  /** Makes a list without references. */
  public ReferenceList() {}

  /** Appends a reference. For the writer. */
  public void add(int reference) {
    if (count == end) {
      grow();
    }
    last[count & (SEGMENT - 1)] = reference;
    count++;
  }

  private void grow() {
    int segment = count >>> SEGMENT_BITS;
    int inSegment = count & (SEGMENT - 1);
    int length = segment == 0 ? Math.max(FIRST_LENGTH, 2 * inSegment) : SEGMENT;
    if (segment == segments.length) {
      heapBytes += (long) REFERENCE * segments.length;
      segments = Arrays.copyOf(segments, 2 * segments.length);
    }
    // Only the first segment grows; a reader of the shorter array has all that it knows of.
    last = inSegment == 0 ? new int[length] : Arrays.copyOf(last, length);
    heapBytes += (long) Integer.BYTES * (length - inSegment) + (inSegment == 0 ? ARRAY_HEADER : 0);
    segments[segment] = last;
    end = (segment << SEGMENT_BITS) + length;
  }

  /** The reference at an index below the count. */
  public int at(int index) {
    return segments[index >>> SEGMENT_BITS][index & (SEGMENT - 1)];
  }

  @Override
  public void copyTo(int first, int[] target) {
    int copied = 0;
    while (copied < target.length) {
      int[] segment = segments[(first + copied) >>> SEGMENT_BITS];
      int from = (first + copied) & (SEGMENT - 1);
      int length = Math.min(SEGMENT - from, target.length - copied);
      System.arraycopy(segment, from, target, copied, length);
      copied += length;
    }
  }

  /** The heap that this object takes, in bytes. For the writer. */
  public long heapBytes() {
    return heapBytes;
  }

  /** Lets go of all segments. */
  public void clear() {
    segments = new int[0][];
    last = new int[0];
  }
}
