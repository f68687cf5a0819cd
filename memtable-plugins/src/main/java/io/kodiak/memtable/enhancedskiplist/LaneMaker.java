package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.EntryView;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.arena.KeyDigest;
import io.kodiak.memtable.towers.LinkCode;
import io.kodiak.memtable.towers.Towers;
import org.jspecify.annotations.Nullable;

/**
 * Makes the next {@link Lane} of a list, a few nodes at a time beside the writer's own work, so
 * that no write waits for all of it.
 *
 * <p>The digest is chosen anew for each lane, by what most keys have in common by then. As long as
 * that stays as it was, digests are taken over from the lane before and no key is read for them.
 *
 * <p>Belongs to the writer.
 */
final class LaneMaker {
  /** The nodes that a level needs to stand for the whole list. */
  private static final int ENOUGH = 64;

  private final Towers towers;
  private final EntryArena entries;
  private final EntryView view = new EntryView();
  private final Lane lane;
  private final @Nullable Lane before;
  private int taken;
  private int node = Towers.HEAD;

  /**
   * Begins a lane for a list with {@code height} levels.
   *
   * @param before the lane that it had so far
   * @param expected about how many nodes the lane will have
   */
  LaneMaker(Towers towers, int height, @Nullable Lane before, int expected) {
    this.towers = towers;
    this.entries = towers.entries();
    KeyDigest digest = digest(height);
    boolean isSame = before != null && digest.isSameAs(before.digest());
    this.before = isSame ? before : null;
    lane = new Lane(digest, expected + expected / 4);
  }

  /** A digest by what about three quarters of all keys share: without an eighth on either side. */
  private KeyDigest digest(int height) {
    int level = height - 1;
    int count = count(level);
    while (count < ENOUGH && level > 0) {
      count = count(--level);
    }
    EntryView low = new EntryView();
    EntryView high = new EntryView();
    entries.read(towers.entry(nodeAt(level, count / 8)), low);
    entries.read(towers.entry(nodeAt(level, count - 1 - count / 8)), high);
    return KeyDigest.between(low, high);
  }

  private int count(int level) {
    int count = 0;
    for (int at = next(Towers.HEAD, level); at != 0; at = next(at, level)) {
      count++;
    }
    return count;
  }

  private int nodeAt(int level, int rank) {
    int at = next(Towers.HEAD, level);
    for (int i = 0; i < rank; i++) {
      at = next(at, level);
    }
    return at;
  }

  private int next(int from, int level) {
    return LinkCode.node(towers.link(from, level));
  }

  /**
   * Puts up to {@code most} more nodes on the lane.
   *
   * @return whether there are more
   */
  boolean goOn(int most) {
    for (int i = 0; i < most; i++) {
      int next = next(node, EnhancedSkipList.LANE_LEVEL);
      if (next == 0) {
        return false;
      }
      node = next;
      lane.add(node, digestOf(node));
    }
    return true;
  }

  private long digestOf(int node) {
    if (before != null && taken < before.count() && before.node(taken) == node) {
      return before.digestAt(taken++);
    }
    entries.read(towers.entry(node), view);
    return lane.digest(view.keyArray(), view.keyOffset(), view.keyLength());
  }

  /** The lane as far as it is made. */
  Lane lane() {
    return lane;
  }

  /** The heap that this object and the lane take, in bytes. */
  long heapBytes() {
    return 48 + 56 + lane.heapBytes();
  }
}
