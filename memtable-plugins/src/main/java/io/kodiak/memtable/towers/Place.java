package io.kodiak.memtable.towers;

/**
 * A place in a list as one number: the nodes on either side of it on the lowest level, and whether
 * the one behind has the very key that was sought.
 */
public final class Place {
  private static final long MATCH = 1L << 62;
  private static final int BITS = 30;

  private Place() {}

  static long of(int before, int behind, boolean matches) {
    return (matches ? MATCH : 0) | (long) before << BITS | behind;
  }

  /** The node before a place. */
  public static int before(long place) {
    return (int) (place >>> BITS) & LinkCode.LAST_REFERENCE;
  }

  /** The same place, but saying that there is no node before it. */
  public static long withoutBefore(long place) {
    return place & ~((long) LinkCode.LAST_REFERENCE << BITS);
  }

  /** The node at or behind a place; 0 is none. */
  public static int behind(long place) {
    return (int) place & LinkCode.LAST_REFERENCE;
  }

  /** Whether the node at or behind a place has the very key. */
  public static boolean matches(long place) {
    return (place & MATCH) != 0;
  }
}
