package io.kodiak.memtable.towers;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Seven bytes of a key as one word, with where in the key they begin: the part that tells a node
 * from its neighbours, kept beside its links.
 *
 * <p>The first byte is the offset, {@value #NOWHERE} when it is not less than that; missing bytes
 * count as zeros. When a {@link LinkCode} leaves an order open, the piece mostly closes it, and the
 * entry, which lies elsewhere, is not read.
 */
final class KeyPiece {
  /** What is returned when a piece does not tell. */
  static final int UNKNOWN = 0;

  private static final int LENGTH = 7;
  private static final int NOWHERE = 0xff;
  private static final int OFFSET_SHIFT = 56;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private KeyPiece() {}

  /** The piece of a key from {@code at} on. */
  static long of(byte[] key, int offset, int length, int at) {
    return at >= NOWHERE
        ? (long) NOWHERE << OFFSET_SHIFT
        : (long) at << OFFSET_SHIFT | bytes(key, offset, length, at);
  }

  private static long bytes(byte[] key, int offset, int length, int at) {
    int left = length - at;
    if (left >= Long.BYTES) {
      return (long) WORD.get(key, offset + at) >>> Byte.SIZE;
    }
    long bytes = 0;
    for (int i = 0; i < LENGTH; i++) {
      bytes = bytes << Byte.SIZE | (i < left ? key[offset + at + i] & 0xff : 0);
    }
    return bytes;
  }

  /**
   * Where the key of a piece and another first differ, and how: one more than the number of bytes
   * that they share, negative when the key of the piece is the lesser; or {@link #UNKNOWN}.
   *
   * @param shared so many bytes are known to be shared
   */
  static int difference(long piece, byte[] key, int offset, int length, int shared) {
    int at = (int) (piece >>> OFFSET_SHIFT);
    if (shared < at || at == NOWHERE || shared >= at + LENGTH) {
      return UNKNOWN;
    }
    long own = piece << Byte.SIZE;
    long other = bytes(key, offset, length, at) << Byte.SIZE;
    if (own == other) {
      return UNKNOWN;
    }
    int common = Long.numberOfLeadingZeros(own ^ other) / Byte.SIZE;
    if (LinkCode.hasZero(own | (-1L >>> (Byte.SIZE * common)))) {
      return UNKNOWN;
    }
    int difference = at + common + 1;
    return Long.compareUnsigned(own, other) < 0 ? -difference : difference;
  }

  /**
   * The code of the key of a piece that differs first at {@code at} from that which it is seen
   * from; -1 when the piece does not reach so far.
   */
  static long code(long piece, int at) {
    int begin = (int) (piece >>> OFFSET_SHIFT);
    int unused = begin + LENGTH - LinkCode.VALUE_BYTES - at;
    if (begin == NOWHERE || at < begin || unused < 0) {
      return -1;
    }
    return LinkCode.of((int) (piece >>> (Byte.SIZE * unused)), at);
  }
}
