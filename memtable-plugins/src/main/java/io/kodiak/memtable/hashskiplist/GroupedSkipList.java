package io.kodiak.memtable.hashskiplist;

import io.kodiak.api.Slice;
import io.kodiak.memtable.arena.EntryArena;
import io.kodiak.memtable.hash.KeyHash;
import io.kodiak.memtable.towers.LinkCode;
import io.kodiak.memtable.towers.Place;
import io.kodiak.memtable.towers.Splice;
import io.kodiak.memtable.towers.TowerCursor;
import io.kodiak.memtable.towers.Towers;

/**
 * Skip lists, one for each group of keys with the same first bytes, threaded into one list; a hash
 * directory finds a group, and a hash index the newest version of a key.
 *
 * <p>RocksDB has a memtable of this kind (<em>HashSkipList</em>); to iterate in the order of all
 * keys, it must first copy everything into another list. Here the lowest level of all groups is one
 * list in that order, which is possible because groups do not interleave: let {@code a} be a lesser
 * prefix than {@code b}. Either they differ in a byte, and so do all keys of the two groups; or
 * {@code b} begins with {@code a}, then {@code a} is shorter than the prefix length, so its group
 * holds versions of this one key only, which comes before all that it begins. So cursors walk the
 * lowest level and know nothing of groups, and nothing is sorted at a flush.
 *
 * <p>The groups themselves are towers in a skip list by prefix, needed to make a group and to seek
 * where there is none. A group of up to three entries has its head inside its tower, one word for
 * the first link, so that groups of one entry cost little. A larger one gets a head of its own, as
 * many levels as it has entries for, replaced by a larger one as it grows. Towers in a group are
 * never higher than its size warrants.
 *
 * <p>What leaves a group on the lowest level has a link code above all others, so a search in the
 * group ends there without a look at the other side; and within, codes are seen from the prefix.
 *
 * <p><b>Cost.</b> A read of the newest version is a probe of the index and one look at the entry;
 * an old version of a key of many is searched for in its group. A new version goes before the one
 * that the index names, mostly without any search.
 *
 * <p><b>Concurrency.</b> As in {@link Towers} within a list. A head, a segment of the index and a
 * group are published with release when they are whole, and an old head or segment stays as it was,
 * so whoever began there sees what was added before. A new first node of a group is threaded into
 * the list before its group links to it. So a step back from the first node of a group may find a
 * newer node that belongs behind the place sought; whoever takes it compares.
 */
final class GroupedSkipList implements TowerCursor.Order {
  /** The link code at the border of a group: behind all keys of the group. */
  private static final long BORDER = LinkCode.code(LinkCode.END);

  /** So many versions of a key are tried one by one. */
  private static final int FEW_VERSIONS = 8;

  private static final long OLDEST = 0;
  private static final long NEWEST = Long.MAX_VALUE;

  private final EntryArena entries;
  private final Towers towers;
  private final int prefixLength;
  private final HashIndex directory = new HashIndex();
  private final HashIndex index = new HashIndex();
  private final Groups groups;

  // What follows belongs to the writer.
  private final Splice splice = new Splice();

  GroupedSkipList(EntryArena entries, int prefixLength) {
    this.entries = entries;
    this.prefixLength = prefixLength;
    towers = new Towers(entries);
    groups = new Groups(towers, prefixLength);
  }

  Towers towers() {
    return towers;
  }

  /** How many groups there are. For the writer. */
  int groupCount() {
    return groups.count();
  }

  /** How many levels are in use in the group of a key that is here. */
  int levelsOf(Slice key) {
    return groups.levels(group(key.array(), key.offset(), key.length()));
  }

  /** The entry with the newest version of a key up to a snapshot; -1 when there is none. */
  long find(Slice key, long snapshot) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int keyHash = hash(array, offset, length);
    long[] segment = index.segment(keyHash);
    int slot = slotOf(segment, keyHash, array, offset, length);
    if (slot < 0) {
      return -1;
    }
    int node = HashIndex.node(segment, slot);
    for (int i = 0; i < FEW_VERSIONS; i++) {
      int entry = towers.entry(node);
      if (entries.sequence(entry) <= snapshot) {
        return Integer.toUnsignedLong(entry);
      }
      long link = towers.link(node, 0);
      if (LinkCode.code(link) != LinkCode.SAME) {
        return -1;
      }
      node = LinkCode.node(link);
    }
    long place = groups.place(group(array, offset, length), array, offset, length, snapshot, null);
    return Place.matches(place) ? Integer.toUnsignedLong(towers.entry(Place.behind(place))) : -1;
  }

  private int slotOf(long[] segment, int keyHash, byte[] key, int offset, int length) {
    int slot = HashIndex.slot(segment, keyHash);
    while (slot >= 0) {
      int entry = towers.entry(HashIndex.node(segment, slot));
      if (entries.difference(entry, Towers.ALL, key, offset, length, 0) == 0) {
        return slot;
      }
      slot = HashIndex.slotAfter(segment, slot, keyHash);
    }
    return -1;
  }

  /** The group of a key; 0 when there is none. */
  private int group(byte[] key, int offset, int length) {
    int counted = Math.min(prefixLength, length);
    int prefixHash = hash(key, offset, counted);
    long[] segment = directory.segment(prefixHash);
    int slot = HashIndex.slot(segment, prefixHash);
    while (slot >= 0) {
      int group = HashIndex.node(segment, slot);
      int entry = towers.entry(group);
      if (entries.difference(entry, prefixLength, key, offset, counted, 0) == 0) {
        return group;
      }
      slot = HashIndex.slotAfter(segment, slot, prefixHash);
    }
    return 0;
  }

  @Override
  public int atOrBehind(Slice key) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int group = group(array, offset, length);
    if (group != 0) {
      return Place.behind(groups.place(group, array, offset, length, NEWEST, null));
    }
    int after = Place.behind(groups.place(array, offset, length));
    return after == 0 ? 0 : groups.first(after);
  }

  @Override
  public int atOrBefore(Slice key) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int group = group(array, offset, length);
    int behind;
    if (group != 0) {
      long place = groups.place(group, array, offset, length, OLDEST, null);
      if (Place.before(place) != 0) {
        return Place.before(place);
      }
      behind = Place.behind(place);
    } else {
      int after = Place.behind(groups.place(array, offset, length));
      behind = after == 0 ? Towers.HEAD : groups.first(after);
    }
    int node = towers.previous(behind);
    while (node != 0 && entries.compareKey(towers.entry(node), array, offset, length) > 0) {
      node = towers.previous(node);
    }
    return node;
  }

  /** Adds an entry, which is newer than all others. For the writer. */
  void add(int entry, Slice key, long sequence) {
    byte[] array = key.array();
    int offset = key.offset();
    int length = key.length();
    int keyHash = hash(array, offset, length);
    long[] segment = index.segment(keyHash);
    int slot = slotOf(segment, keyHash, array, offset, length);
    int node = 0;
    int levels = towers.levels(Splice.MOST_LEVELS);
    if (slot >= 0 && levels == 1) {
      node = addBefore(HashIndex.node(segment, slot), entry, key);
    }
    if (node == 0) {
      int group = group(array, offset, length);
      node = group == 0 ? addGroup(entry, key) : addTo(group, entry, levels, key, sequence);
    }
    if (slot < 0) {
      index.add(keyHash, node);
    } else {
      HashIndex.replace(segment, slot, keyHash, node);
    }
  }

  /** Adds the newest version before the one that was; 0 if that is the first of its group. */
  private int addBefore(int version, int entry, Slice key) {
    int previous = towers.previous(version);
    long code = LinkCode.code(towers.link(previous, 0));
    if (code == BORDER) {
      return 0;
    }
    splice.set(0, previous, code);
    int node = towers.build(entry, 1, splice, key, Towers.ALL, 0);
    towers.publish(node, 1, splice);
    towers.previous(version, node);
    return node;
  }

  private int addTo(int group, int entry, int wanted, Slice key, long sequence) {
    int levels = groups.grow(group, wanted);
    long place = groups.place(group, key.array(), key.offset(), key.length(), sequence, splice);
    int behind = Place.behind(place);
    int node = towers.build(entry, levels, splice, key, Towers.ALL, 0);
    if (Place.before(place) == 0) {
      int previous = towers.previous(behind);
      towers.previous(node, previous);
      towers.link(previous, 0, LinkCode.word(BORDER, node));
    }
    towers.publish(node, levels, splice);
    towers.previous(behind, node);
    return node;
  }

  private int addGroup(int entry, Slice key) {
    long place = groups.place(key, splice);
    int after = Place.behind(place);
    int behind = after == 0 ? Towers.HEAD : groups.first(after);
    int previous = towers.previous(behind);
    int counted = Math.min(prefixLength, key.length());
    long border = LinkCode.word(BORDER, behind);
    int node = towers.buildAlone(entry, key, counted, previous, border);
    towers.link(previous, 0, LinkCode.word(BORDER, node));
    towers.previous(behind, node);
    int group = groups.add(entry, node, key, splice);
    directory.add(hash(key.array(), key.offset(), counted), group);
    return node;
  }

  /** The half of a hash whose bits are as good as those of all of it. */
  private static int hash(byte[] key, int offset, int length) {
    return (int) (KeyHash.of(key, offset, length) >>> Integer.SIZE);
  }

  /** The heap that the list takes without the entries, in bytes. For the writer. */
  long heapBytes() {
    return 48
        + towers.heapBytes()
        + directory.heapBytes()
        + index.heapBytes()
        + groups.heapBytes()
        + splice.heapBytes();
  }

  /** Lets go of all nodes. */
  void clear() {
    towers.clear();
    directory.clear();
    index.clear();
  }
}
