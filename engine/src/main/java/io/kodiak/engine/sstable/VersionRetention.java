package io.kodiak.engine.sstable;

import java.util.Arrays;

/**
 * Decides which versions of a key some reader may still ask for: the newest of all and, for each
 * live snapshot, the newest at or below its sequence. Immutable.
 */
public final class VersionRetention {
  private final long[] snapshots;

  /**
   * Retains what these snapshots see.
   *
   * @param snapshots the sequences of the live snapshots, ascending
   * @throws IllegalArgumentException when they do not ascend
   */
  public VersionRetention(long... snapshots) {
    this.snapshots = snapshots.clone();
    for (int i = 1; i < snapshots.length; i++) {
      if (snapshots[i - 1] > snapshots[i]) {
        throw new IllegalArgumentException(
            "snapshots do not ascend: " + Arrays.toString(snapshots));
      }
    }
  }

  /**
   * Whether no reader sees the version {@code sequence} of a key, given that its version {@code
   * newer} is there as well: no snapshot lies between them, the older sequence included.
   */
  public boolean hides(long newer, long sequence) {
    long[] all = snapshots;
    int low = 0;
    int high = all.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all[middle] < sequence) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == all.length || all[low] >= newer;
  }
}
