package io.kodiak.memtable.lincheck;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.kodiak.api.Slice;
import java.util.Arrays;

/**
 * The keys of the scenarios. What a memtable is filled with before differs in one byte behind a
 * prefix, so that 3, 15 or 47 of them bring a trie's node, and many another structure's, to the
 * brink of growing; what the scenario writes lies between these, is one of these, or pushes the
 * structure over the brink.
 */
final class Keys {
  /** The numbers of the keys that scenarios use: from 0 to this. */
  static final int LAST = 6;

  private static final String PREFIX = "user/";

  private Keys() {}

  /** The key of the entry that is filled in with that sequence. */
  static Slice filled(long sequence) {
    int step = (int) sequence * 5 + 7;
    String tail = sequence <= 256 ? "" : String.valueOf((char) (sequence >> 8));
    return slice(PREFIX + (char) (step & 0xff) + tail);
  }

  /** A key of a scenario, in a memtable that holds {@code fill} entries already. */
  static Slice of(int number, int fill) {
    return switch (number) {
      case 0 -> filled(fill + 1);
      case 1 -> filled(fill + 2);
      case 2 -> filled(1);
      case 3 -> slice(PREFIX);
      case 4 -> slice(PREFIX + (char) 12 + "and/a/long/tail");
      case 5 -> slice("\u00ff\u00ff");
      default -> filled(2);
    };
  }

  /** A key of a scenario with more behind it. */
  static Slice withTail(int number, int fill) {
    byte[] key = of(number, fill).toByteArray();
    return Slice.of(Arrays.copyOf(key, key.length + 2));
  }

  /** What a key has in common with those that are skipped together. */
  static Slice group(Slice key) {
    return key.slice(0, Math.min(key.length(), PREFIX.length() + 1));
  }

  private static Slice slice(String latin) {
    return Slice.of(latin.getBytes(ISO_8859_1));
  }
}
