package io.kodiak.memtable.towers;

/**
 * A place in a list: on each level the node before it, and the code of the place seen from there.
 *
 * <p>Belongs to the writer.
 */
public final class Splice {
  /** The most levels that a tower has. */
  public static final int MOST_LEVELS = 20;

  private final int[] nodes = new int[MOST_LEVELS];
  private final long[] codes = new long[MOST_LEVELS];

  /** Makes a splice without a place. */
  public Splice() {}

  /** Says what comes before the place on a level. */
  public void set(int level, int node, long code) {
    nodes[level] = node;
    codes[level] = code;
  }

  /** The node before the place on a level. */
  public int node(int level) {
    return nodes[level];
  }

  /** The code of the place seen from {@link #node}. */
  public long code(int level) {
    return codes[level];
  }

  /** The heap that this object takes, in bytes. */
  public long heapBytes() {
    return 24 + 2 * 16 + (Integer.BYTES + Long.BYTES) * (long) MOST_LEVELS;
  }
}
