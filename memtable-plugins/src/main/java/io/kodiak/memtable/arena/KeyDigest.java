package io.kodiak.memtable.arena;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Eight bytes that stand for a key in comparisons: unsigned, a lesser digest means a lesser key;
 * equal digests leave it open.
 *
 * <p>A digest is what follows the prefix that most keys have in common, for keys such as {@code
 * user-0000004711} differ late. A key without that prefix gets the least or the greatest digest,
 * according to the side of the others on which it lies, so any prefix is right for all keys; it
 * only serves some better than others. The idea is the <em>poor man's normalized key</em> of G.
 * Graefe and P. Larson, <em>B-Tree Indexes and CPU Caches</em> (ICDE 2001), with prefix truncation
 * after R. Bayer and K. Unterauer, <em>Prefix B-Trees</em> (TODS 1977).
 *
 * <p>Immutable.
 */
public final class KeyDigest {
  /** The digest of keys below all that have the prefix. */
  public static final long LEAST = 0;

  /** The digest of keys above all that have the prefix, and of the end of a list. */
  public static final long GREATEST = -1;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final byte[] prefix;

  /** Digests for keys of which most begin with {@code prefix}, which may be empty. */
  public KeyDigest(Slice prefix) {
    this.prefix = prefix.toByteArray();
  }

  /** Digests for keys of which most lie from one to the other: by the prefix these two share. */
  public static KeyDigest between(EntryView low, EntryView high) {
    int shared =
        Slice.commonPrefix(
            low.keyArray(),
            low.keyOffset(),
            low.keyLength(),
            high.keyArray(),
            high.keyOffset(),
            high.keyLength());
    return new KeyDigest(Slice.of(low.keyArray(), low.keyOffset(), shared));
  }

  /** Whether this makes the same digests as the other. */
  public boolean isSameAs(KeyDigest other) {
    return Arrays.equals(prefix, other.prefix);
  }

  /** The number of bytes that come before those of the digest. */
  public int prefixLength() {
    return prefix.length;
  }

  /** The heap that this object takes, in bytes. */
  public long heapBytes() {
    return 16L + 16L + (prefix.length + 7 & -8);
  }

  /** The digest of a key. */
  public long of(byte[] key, int offset, int length) {
    int skipped = prefix.length;
    if (skipped > 0) {
      int order =
          Arrays.compareUnsigned(
              key, offset, offset + Math.min(length, skipped), prefix, 0, skipped);
      if (order != 0) {
        return order < 0 ? LEAST : GREATEST;
      }
    }
    int left = length - skipped;
    return left >= Long.BYTES
        ? (long) WORD.get(key, offset + skipped)
        : padded(key, offset + skipped, left);
  }

  /** A prefix comes before what it begins, so the missing bytes count as zeros. */
  private static long padded(byte[] key, int offset, int length) {
    long digest = 0;
    for (int i = 0; i < length; i++) {
      digest |= (key[offset + i] & 0xffL) << (Long.SIZE - Byte.SIZE * (i + 1));
    }
    return digest;
  }
}
