package io.kodiak.engine.trace;

import java.util.Arrays;

/**
 * The lowest and the highest of some keys. What a key is compared with is settled frame by frame:
 * writers that add rising keys side by side overtake each other by a few keys, not by a frame. For
 * one thread.
 */
final class KeyEdges {
  private final Edge highest = new Edge(1);
  private final Edge lowest = new Edge(-1);
  private boolean settled;

  /** Where a key lies among those before the last {@link #settle}; takes it in for the next. */
  KeyPosition add(byte[] array, int offset, int length) {
    boolean above = highest.add(array, offset, length);
    boolean below = lowest.add(array, offset, length);
    if (!settled) {
      return KeyPosition.WITHIN;
    }
    if (above) {
      return KeyPosition.ABOVE;
    }
    return below ? KeyPosition.BELOW : KeyPosition.WITHIN;
  }

  /** Has later keys compared with all of the keys so far. */
  void settle() {
    if (!highest.isEmpty()) {
      highest.settle();
      lowest.settle();
      settled = true;
    }
  }

  /** The key that lies farthest in one direction. */
  private static final class Edge {
    private final int direction;
    private byte[] settled = new byte[32];
    private int settledLength;
    private byte[] latest = new byte[32];
    private int latestLength;

    Edge(int direction) {
      this.direction = direction;
    }

    boolean isEmpty() {
      return latestLength == 0;
    }

    /** Whether the key lies beyond what was settled. */
    boolean add(byte[] array, int offset, int length) {
      if (isEmpty() || isBeyond(latest, latestLength, array, offset, length)) {
        latest = copied(array, offset, length, latest);
        latestLength = length;
      }
      return settledLength > 0 && isBeyond(settled, settledLength, array, offset, length);
    }

    void settle() {
      settled = copied(latest, 0, latestLength, settled);
      settledLength = latestLength;
    }

    private boolean isBeyond(byte[] edge, int edgeLength, byte[] array, int offset, int length) {
      int order = Arrays.compareUnsigned(array, offset, offset + length, edge, 0, edgeLength);
      return order * direction > 0;
    }

    private static byte[] copied(byte[] source, int offset, int length, byte[] target) {
      byte[] room =
          target.length >= length ? target : new byte[Math.max(length, 2 * target.length)];
      System.arraycopy(source, offset, room, 0, length);
      return room;
    }
  }
}
