package io.kodiak.memtable.hashskiplist;

import io.kodiak.api.Slice;
import io.kodiak.memtable.towers.LinkCode;
import io.kodiak.memtable.towers.Place;
import io.kodiak.memtable.towers.Splice;
import io.kodiak.memtable.towers.Towers;
import org.jspecify.annotations.Nullable;

/**
 * The groups of a {@link GroupedSkipList}, in the order of their prefixes, each with the head of
 * its own skip list.
 *
 * <p>A group is a tower: a word, the links to the next groups, and one link more to its first node.
 * The word holds an entry of the group, which tells the prefix; where the head lies; and, up to
 * {@value #MOST_WITHIN} entries, how many these are. So long the head is within: what stands before
 * the last link of the tower is taken as a node of one level. Later it is a node of its own, whose
 * first word holds the number of entries, how many levels have room, and how many are in use.
 *
 * <p>Threading is that of {@link GroupedSkipList}.
 */
final class Groups {
  private static final int MOST_WITHIN = 3;
  private static final int WITHIN_SHIFT = 30;
  private static final int FIRST_LEVELS = 2;
  private static final int BYTE = 0xff;
  private static final int COUNT_SHIFT = 16;

  private final Towers towers;
  private final int prefixLength;
  private final int head;

  // What follows belongs to the writer; a reader that sees an old height only starts lower.
  private int height = 1;
  private int count;

  Groups(Towers towers, int prefixLength) {
    this.towers = towers;
    this.prefixLength = prefixLength;
    head = towers.reserve(Splice.MOST_LEVELS);
    towers.clear(head, Splice.MOST_LEVELS);
  }

  /** The place of the group of a key among the groups. */
  long place(byte[] key, int offset, int length) {
    return place(key, offset, length, height, null);
  }

  /** The place of the group of a key among the groups, told on one level more than is used. */
  long place(Slice key, Splice told) {
    int levels = Math.min(Splice.MOST_LEVELS, height + 1);
    return place(key.array(), key.offset(), key.length(), levels, told);
  }

  private long place(byte[] key, int offset, int length, int levels, @Nullable Splice told) {
    int counted = Math.min(prefixLength, length);
    return towers.search(
        head,
        levels - 1,
        LinkCode.of(key, offset, counted, 0),
        key,
        offset,
        counted,
        Long.MAX_VALUE,
        prefixLength,
        Towers.PATIENT,
        told);
  }

  /**
   * The place of key and sequence in their group. When the group has no node before it, the place
   * has none; what comes behind may belong to another group.
   */
  long place(int group, byte[] key, int offset, int length, long sequence, @Nullable Splice told) {
    long word = towers.word(group);
    int start = LinkCode.node(word);
    long place =
        towers.search(
            start,
            levels(word) - 1,
            LinkCode.of(key, offset, length, Math.min(prefixLength, length)),
            key,
            offset,
            length,
            sequence,
            Towers.ALL,
            Towers.PATIENT,
            told);
    return Place.before(place) == start ? Place.withoutBefore(place) : place;
  }

  /** How many levels are in use in a group. */
  int levels(int group) {
    return levels(towers.word(group));
  }

  private int levels(long word) {
    return within(word) > 0 ? 1 : (int) towers.word(LinkCode.node(word)) & BYTE;
  }

  private static int within(long word) {
    return (int) word >>> WITHIN_SHIFT;
  }

  /** The first node of a group. */
  int first(int group) {
    return LinkCode.node(towers.link(LinkCode.node(towers.word(group)), 0));
  }

  /** Adds a group at its place with its first node. For the writer. */
  int add(int entry, int node, Slice key, Splice place) {
    int levels = towers.levels(Math.min(Splice.MOST_LEVELS, height + 1));
    int counted = Math.min(prefixLength, key.length());
    Slice prefix = Slice.of(key.array(), key.offset(), counted);
    int group = towers.build(entry, levels, place, prefix, prefixLength, 1);
    int start = group + levels;
    towers.link(
        start,
        0,
        LinkCode.word(LinkCode.of(key.array(), key.offset(), key.length(), counted), node));
    towers.word(group, (long) entry << Integer.SIZE | 1L << WITHIN_SHIFT | start);
    towers.publish(group, levels, place);
    height = Math.max(height, levels);
    count++;
    return group;
  }

  /** How many groups there are. For the writer. */
  int count() {
    return count;
  }

  /**
   * Counts one more entry in a group and gives its head room for it. For the writer.
   *
   * @return how many levels the tower of the entry shall have, if as many as {@code wanted} are not
   *     too many
   */
  int grow(int group, int wanted) {
    long word = towers.word(group);
    int within = within(word);
    if (within > 0 && within < MOST_WITHIN) {
      towers.word(group, word + (1L << WITHIN_SHIFT));
      return 1;
    }
    int start = LinkCode.node(word);
    long counts = within > 0 ? MOST_WITHIN << COUNT_SHIFT | 1 << 8 | 1 : towers.word(start);
    counts += 1 << COUNT_SHIFT;
    int used = (int) counts & BYTE;
    int room = (int) counts >>> 8 & BYTE;
    int warranted = Long.SIZE - 1 - Long.numberOfLeadingZeros(counts >>> COUNT_SHIFT);
    int levels = Math.min(wanted, Math.min(warranted, Splice.MOST_LEVELS));
    int height = Math.max(used, levels);
    if (height > room || within > 0) {
      room = Math.min(Splice.MOST_LEVELS, Math.max(height, Math.max(FIRST_LEVELS, 2 * room)));
      start = moved(start, used, room);
    }
    towers.word(start, counts >>> COUNT_SHIFT << COUNT_SHIFT | room << 8 | height);
    if (start != LinkCode.node(word)) {
      towers.word(group, word >>> Integer.SIZE << Integer.SIZE | start);
    }
    return levels;
  }

  private int moved(int from, int used, int room) {
    int to = towers.reserve(room);
    towers.clear(to, room);
    for (int level = 0; level < used; level++) {
      towers.link(to, level, towers.link(from, level));
    }
    return to;
  }

  /** The heap that this object takes, in bytes. */
  long heapBytes() {
    return 32;
  }
}
