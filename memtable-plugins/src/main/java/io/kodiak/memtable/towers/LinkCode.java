package io.kodiak.memtable.towers;

/**
 * A link from a node to its successor as one word: where the two keys first differ, what the
 * successor has there, and the reference to its node.
 *
 * <p>This is <em>offset-value coding</em> (W. Conner, <em>Offset Value Coding</em>, IBM Technical
 * Disclosure Bulletin 20, 1977; T. Do and G. Graefe, <em>Robust and Efficient Sorting with
 * Offset-Value Coding</em>, TODS 2023), which sorts use, laid into the links of a list. Let a key
 * {@code s} and a successor {@code n} both come behind the node {@code c}. Whichever shares more
 * bytes with {@code c} comes first; if both share as many, the bytes that follow decide. So as long
 * as the codes of {@code s} and {@code n} seen from {@code c} differ, they are ordered alike with
 * the keys, inverted offset before value, and neither key is read. And whatever keys have in common
 * costs nothing, be it the same in all of them or not.
 *
 * <p>The code has 34 bits: 10 for the inverted offset, 24 for three bytes from there on, missing
 * ones counted as zeros. Offsets beyond 10 bits all have the code {@link #FAR}, and keys that are
 * equal {@link #SAME}; equal codes leave the order open. The reference has 30 bits.
 *
 * <p>As key and successor are told by one word, a reader that meets it gets a true statement about
 * two nodes that never change, however the list grows meanwhile.
 */
public final class LinkCode {
  static final int VALUE_BYTES = 3;

  private static final int REFERENCE_BITS = 30;
  private static final int VALUE_BITS = Byte.SIZE * VALUE_BYTES;
  private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;
  private static final int LAST_OFFSET = (1 << 10) - 1;

  /** The code of a version of the same key. */
  public static final long SAME = 0;

  /** The code of keys that share more bytes than a code can say. */
  public static final long FAR = 1;

  /** The word at the end of a list: no node, behind all keys. */
  public static final long END = -1L << REFERENCE_BITS;

  /** The largest reference that a word can hold. */
  public static final int LAST_REFERENCE = (1 << REFERENCE_BITS) - 1;

  private LinkCode() {}

  /** The word that links to a node. */
  public static long word(long code, int node) {
    return code << REFERENCE_BITS | node;
  }

  /** The code in a word. */
  public static long code(long word) {
    return word >>> REFERENCE_BITS;
  }

  /** The node that a word links to; 0 is none. */
  public static int node(long word) {
    return (int) word & LAST_REFERENCE;
  }

  /** The code of a key that differs first at {@code at} from that which it is seen from. */
  public static long of(byte[] key, int offset, int length, int at) {
    if (at >= LAST_OFFSET) {
      return FAR;
    }
    int from = offset + at;
    int left = length - at;
    int value;
    if (left >= 3) {
      value = (key[from] & 0xff) << 16 | (key[from + 1] & 0xff) << 8 | (key[from + 2] & 0xff);
    } else {
      value =
          left < 1 ? 0 : (key[from] & 0xff) << 16 | (left < 2 ? 0 : (key[from + 1] & 0xff) << 8);
    }
    return of(value, at);
  }

  /** The code of a key that has the last three bytes of {@code value} where it differs. */
  static long of(int value, int at) {
    return at >= LAST_OFFSET ? FAR : (long) (LAST_OFFSET - at) << VALUE_BITS | (value & VALUE_MASK);
  }

  /** How many bytes keys with this code share at least with that which they are seen from. */
  public static int shared(long code) {
    return LAST_OFFSET - (int) (code >>> VALUE_BITS);
  }

  /**
   * How many bytes two keys share beyond those that both share with a key before them, as far as
   * their codes seen from there tell: 0 to 2, or -1 when they do not tell.
   *
   * <p>They do not when they are equal, nor when a zero among the shared bytes may be the end of a
   * key.
   */
  public static int sharedBeyond(long code, long other) {
    long difference = code ^ other;
    if (difference >= 1 << 16) {
      return 0;
    }
    if (difference == 0 || (code & 0xff0000) == 0) {
      return -1;
    }
    if (difference >= 1 << 8) {
      return 1;
    }
    return (code & 0xff00) == 0 ? -1 : 2;
  }

  /**
   * Whether one of eight bytes is 0, by A. Mycroft's test: then bytes that look shared may lie
   * behind the end of a key.
   */
  public static boolean hasZero(long bytes) {
    return ((bytes - 0x0101010101010101L) & ~bytes & 0x8080808080808080L) != 0;
  }
}
