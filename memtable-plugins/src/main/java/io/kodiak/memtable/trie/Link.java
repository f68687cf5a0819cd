package io.kodiak.memtable.trie;

import io.kodiak.memtable.arena.EntryArena;

/**
 * What a word that leads downwards says, in 32 bits: nothing, an entry, a node, or a version.
 *
 * <p>Negative is an entry of the {@link EntryArena} whose reference has at most 31 bits, which all
 * have until a memtable takes some gigabytes; one with more is named through a version. Positive is
 * an address of the {@link IntArena} above three bits of kind. 0 is nothing.
 */
final class Link {
  static final int NONE = 0;

  static final int NODE4 = 0;
  static final int NODE16 = 1;
  static final int NODE48 = 2;
  static final int NODE256 = 3;
  static final int VERSION = 4;

  private static final int KIND = 7;

  // Addresses are even, so their lowest bit makes room for one of the three.
  private static final int ADDRESS_SHIFT = 2;

  private Link() {}

  static int of(int address, int kind) {
    return address << ADDRESS_SHIFT | kind;
  }

  /** Whether an entry can be named without a version. */
  static boolean isDirect(int entry) {
    return entry >= 0;
  }

  static int direct(int entry) {
    return entry | Integer.MIN_VALUE;
  }

  /** Whether a link names an entry itself. */
  static boolean isEntry(int link) {
    return link < 0;
  }

  /** The entry that a link names itself. */
  static int entry(int link) {
    return link & Integer.MAX_VALUE;
  }

  /** Whether a link names a node. */
  static boolean isNode(int link) {
    return link > 0 && (link & VERSION) == 0;
  }

  static int kind(int link) {
    return link & KIND;
  }

  static int address(int link) {
    return (link & ~KIND) >>> ADDRESS_SHIFT;
  }
}
