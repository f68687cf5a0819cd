package io.kodiak.memtable.enhancedskiplist;

import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.towers.LinkCode;
import io.kodiak.memtable.towers.Place;
import io.kodiak.memtable.towers.Splice;
import io.kodiak.memtable.towers.TowerCursor;
import io.kodiak.memtable.towers.Towers;
import org.jspecify.annotations.Nullable;

/**
 * A skip list made for caches: keys inlined in its links, a fast lane into its middle, and fingers
 * for its writer. It goes back to W. Pugh, <em>Skip Lists: A Probabilistic Alternative to Balanced
 * Trees</em> (CACM 1990).
 *
 * <p><b>Keys inlined.</b> RocksDB's <em>InlineSkipList</em> puts the key behind the tower, so that
 * a comparison reads one node and nothing else. Here most comparisons read not even the node: the
 * link to it tells which bytes make its key unlike the one before, see {@link
 * io.kodiak.memtable.towers.LinkCode}; where that leaves the order open, a piece of the key beside
 * the links closes it. So a node of two levels has 32 bytes whatever the keys are, and the lower
 * levels of a list of a million entries fit into a large cache, which whole keys in the nodes would
 * prevent; and what keys have in common costs nothing, be it one prefix for all or one for each of
 * many groups. A key that is absent is mostly found to be so without reading any entry.
 *
 * <p><b>Fast lane.</b> A search begins in a sorted array of digests of one node in {@code
 * 2^}{@value #LANE_LEVEL}, see {@link Lane}, and goes on in the lowest levels from the node found
 * there. When the node turns out to be far off the place, since the lane is old or its digests do
 * not tell these keys apart, the search begins again at the head.
 *
 * <p><b>Fingers.</b> An entry that belongs near the one that the writer added last in the same
 * stream of keys is searched for from there, without the lane, see {@link Fingers}.
 *
 * <p><b>Cost.</b> A search costs about {@value #LANE_LEVEL} nodes and the binary search; near a
 * finger one or two nodes; from the head, the logarithm of the number of entries. Lanes are made
 * again when half as many tall towers came as a lane holds, a few with each write.
 *
 * <p><b>Concurrency.</b> That of {@link Towers}: nodes are never removed, so a node from a lane, of
 * any age, is one that comes before the place, and the search from it is one as from the head. A
 * lane is published whole through a volatile field. Fingers are the writer's.
 */
final class EnhancedSkipList implements TowerCursor.Order {
  /** The level whose nodes the lane holds. */
  static final int LANE_LEVEL = 3;

  private static final int LOW_LEVELS = LANE_LEVEL + 1;

  /** The number of tall towers from which there is a lane. */
  private static final int FIRST_LANE = 64;

  /** How many nodes the writer puts on a lane in the making each time it adds an entry. */
  private static final int PACE = 2;

  /** How many steps on its first level a search from a hint may take. */
  private static final int PATIENCE = 16;

  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;

  private final Towers towers;
  private volatile @Nullable Lane lane;

  // What follows belongs to the writer; a reader that sees an old height only starts lower.
  private final Splice splice = new Splice();
  private final Fingers fingers = new Fingers(LOW_LEVELS);
  private int height = 1;
  private @Nullable LaneMaker maker;
  private int tallTowers;
  private int tallBesideLane;
  private long fromFingers;
  private long fromLanes;

  EnhancedSkipList(EntryArena entries) {
    towers = new Towers(entries);
  }

  Towers towers() {
    return towers;
  }

  /** How many places were found from a finger. For the writer. */
  long fromFingers() {
    return fromFingers;
  }

  /** How many places were found from a lane. For the writer. */
  long fromLanes() {
    return fromLanes;
  }

  /** The lane in use; null before there is one. */
  @Nullable Lane lane() {
    return lane;
  }

  /** The entry with the newest version of a key up to a snapshot; -1 when there is none. */
  long find(Slice key, long snapshot) {
    long place = place(key, snapshot);
    return Place.matches(place) ? Integer.toUnsignedLong(towers.entry(Place.behind(place))) : -1;
  }

  @Override
  public int atOrBehind(Slice key) {
    return Place.behind(place(key, NEWEST));
  }

  @Override
  public int atOrBefore(Slice key) {
    return Place.before(place(key, OLDEST));
  }

  private long place(Slice key, long sequence) {
    long place = fromLane(key, sequence, null);
    return place != Towers.GIVEN_UP ? place : fromHead(key, sequence, height, null);
  }

  private long fromLane(Slice key, long sequence, @Nullable Splice told) {
    Lane known = lane;
    if (known == null) {
      return Towers.GIVEN_UP;
    }
    long sought = known.digest(key.array(), key.offset(), key.length());
    int at = known.before(sought);
    if (at < 0) {
      return Towers.GIVEN_UP;
    }
    long code = known.code(at, sought, key, sequence, towers);
    return from(known.node(at), LANE_LEVEL, code, key, sequence, PATIENCE, told);
  }

  private long fromHead(Slice key, long sequence, int levels, @Nullable Splice told) {
    long code = LinkCode.of(key.array(), key.offset(), key.length(), 0);
    return from(Towers.HEAD, levels - 1, code, key, sequence, Towers.PATIENT, told);
  }

  private long fromFinger(int stream, int level, Slice key, long sequence) {
    int start = fingers.node(stream, level);
    long code = towers.codeFrom(start, key, sequence);
    if (code < 0) {
      return Towers.GIVEN_UP;
    }
    long place = from(start, level, code, key, sequence, PATIENCE, splice);
    if (place == Towers.GIVEN_UP) {
      fingers.failed(stream);
    }
    return place;
  }

  private long from(
      int start,
      int level,
      long code,
      Slice key,
      long sequence,
      int patience,
      @Nullable Splice told) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    return towers.search(
        start, level, code, array, offset, length, sequence, Towers.ALL, patience, told);
  }

  /** Adds an entry, which is newer than all others. For the writer. */
  void add(int entry, Slice key, long sequence) {
    int levels = towers.levels(Splice.MOST_LEVELS);
    int stream = Fingers.stream(key);
    boolean isTold = true;
    long place = Towers.GIVEN_UP;
    if (levels <= LOW_LEVELS && fingers.isReady(stream)) {
      place = fromFinger(stream, levels - 1, key, sequence);
      isTold = place == Towers.GIVEN_UP;
      if (isTold && levels < LOW_LEVELS) {
        place = fromFinger(stream, LANE_LEVEL, key, sequence);
      }
      if (place != Towers.GIVEN_UP) {
        fromFingers++;
      }
    }
    if (place == Towers.GIVEN_UP) {
      place = placeFor(levels, key, sequence);
    }
    int node = towers.build(entry, levels, splice, key, Towers.ALL, 0);
    towers.publish(node, levels, splice);
    towers.previous(Place.behind(place), node);
    fingers.point(stream, node, levels, isTold ? splice : null);
    if (levels > height) {
      height = levels;
    }
    if (levels > LANE_LEVEL) {
      extendLane(node, key);
    }
    if (maker != null) {
      goOnWithLane(PACE);
    }
  }

  /** The place of an entry far from others of its stream, told on all levels it needs. */
  private long placeFor(int levels, Slice key, long sequence) {
    if (levels <= LOW_LEVELS) {
      long place = fromLane(key, sequence, splice);
      if (place != Towers.GIVEN_UP) {
        fromLanes++;
        return place;
      }
    }
    int all = Math.max(Math.max(height, levels), LOW_LEVELS);
    return fromHead(key, sequence, all, splice);
  }

  /** Puts a tall tower on the lane if it is the last one; begins a new lane when many were not. */
  private void extendLane(int node, Slice key) {
    tallTowers++;
    Lane known = lane;
    boolean isLast = towers.link(node, LANE_LEVEL) == LinkCode.END;
    if (known != null && isLast && known.fits(key)) {
      Lane longer = known.append(node, key);
      if (longer != known) {
        lane = longer;
      }
    } else {
      tallBesideLane++;
    }
    int enough = known == null ? FIRST_LANE : known.count() / 2;
    if (maker == null && tallBesideLane >= enough) {
      maker = new LaneMaker(towers, height, known, tallTowers);
      goOnWithLane(known == null ? Integer.MAX_VALUE : PACE);
    }
  }

  private void goOnWithLane(int nodes) {
    LaneMaker making = maker;
    if (making != null && !making.goOn(nodes)) {
      lane = making.lane();
      maker = null;
      tallBesideLane = 0;
    }
  }

  /** The heap that the list takes without the entries, in bytes. For the writer. */
  long heapBytes() {
    Lane made = lane;
    LaneMaker making = maker;
    return 72
        + towers.heapBytes()
        + splice.heapBytes()
        + fingers.heapBytes()
        + (made == null ? 0 : made.heapBytes())
        + (making == null ? 0 : making.heapBytes());
  }

  /** Lets go of all nodes. */
  void clear() {
    towers.clear();
    lane = null;
    maker = null;
  }
}
