package io.kodiak.memtable.trie;

import static io.kodiak.memtable.trie.IntArena.index;

import io.kodiak.memtable.arena.EntryArena;

/**
 * The versions of a key, newest first, each with a jump far back: the random-access list of E.
 * Myers, <em>An Applicative Random-Access Stack</em> (IPL 1983).
 *
 * <p>A key of one version is the {@link Link} to its entry and takes nothing here. Each further
 * version is four words: its entry, the link to the version before it, the link to some earlier
 * one, and its number, counted from 0. Jumps double as in skew-binary numbers, so any version is
 * reached from the newest in a logarithmic number of steps, and adding one takes constant time.
 *
 * <p>A version never changes once a reader can know of it, so all reads are plain.
 */
final class Versions {
  private static final int ENTRY = 0;
  private static final int OLDER = 1;
  private static final int JUMP = 2;
  private static final int NUMBER = 3;
  private static final int WORDS = 4;

  private final IntArena arena;
  private final EntryArena entries;

  Versions(IntArena arena, EntryArena entries) {
    this.arena = arena;
    this.entries = entries;
  }

  private int word(int version, int word) {
    int address = Link.address(version);
    return arena.slab(address)[index(address) + word];
  }

  /** The entry of a version. */
  int entry(int version) {
    return Link.isEntry(version) ? Link.entry(version) : word(version, ENTRY);
  }

  /** The version before another; {@link Link#NONE} before the oldest. */
  int older(int version) {
    return Link.isEntry(version) ? Link.NONE : word(version, OLDER);
  }

  /** Some earlier version, or the oldest itself: far back of some, near of most. */
  int jump(int version) {
    return Link.isEntry(version) ? version : word(version, JUMP);
  }

  /** How many versions are older. */
  int number(int version) {
    return Link.isEntry(version) ? 0 : word(version, NUMBER);
  }

  /** The newest version, from {@code version} back, of at most a sequence; or none. */
  int atMost(int version, long sequence) {
    int at = version;
    while (entries.sequence(entry(at)) > sequence) {
      if (number(at) == 0) {
        return Link.NONE;
      }
      int jump = jump(at);
      at = entries.sequence(entry(jump)) > sequence ? jump : older(at);
    }
    return at;
  }

  /** The version of a number, which is at most that of {@code version}. */
  int numbered(int version, int number) {
    int at = version;
    while (number(at) > number) {
      int jump = jump(at);
      at = number(jump) >= number ? jump : older(at);
    }
    return at;
  }

  /** The only version of a key. For the writer. */
  int first(int entry) {
    if (Link.isDirect(entry)) {
      return Link.direct(entry);
    }
    int address = arena.reserve(WORDS);
    int version = Link.of(address, Link.VERSION);
    fill(address, entry, Link.NONE, version, 0);
    return version;
  }

  /** A version that is newer than those from {@code newest} back. For the writer. */
  int next(int entry, int newest) {
    int near = jump(newest);
    int far = jump(near);
    int number = number(newest);
    boolean isEven = number - number(near) == number(near) - number(far);
    int address = arena.reserve(WORDS);
    fill(address, entry, newest, isEven ? far : newest, number + 1);
    return Link.of(address, Link.VERSION);
  }

  private void fill(int address, int entry, int older, int jump, int number) {
    int[] slab = arena.slab(address);
    int at = index(address);
    slab[at + ENTRY] = entry;
    slab[at + OLDER] = older;
    slab[at + JUMP] = jump;
    slab[at + NUMBER] = number;
  }
}
