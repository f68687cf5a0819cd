package io.kodiak.engine.sstable;

/**
 * The CRC32C of bytes that stand behind each other, from the CRC32C of each part.
 *
 * <p>A CRC is a remainder of polynomials over the numbers 0 and 1: bytes behind it multiply it by a
 * power of x, which is found by squaring (M. Adler's method in zlib's {@code crc32_combine}).
 */
final class Crc32cMath {
  /** The polynomial of Castagnoli, the lowest power in the highest bit. */
  private static final int POLYNOMIAL = 0x82f63b78;

  private static final int ONE = 1 << 31;

  /** x to the power of 2 to the power of the index. */
  private static final int[] POWERS = powers();

  private Crc32cMath() {}

  private static int[] powers() {
    int[] powers = new int[Long.SIZE];
    int power = ONE >>> 1;
    for (int i = 0; i < powers.length; i++) {
      powers[i] = power;
      power = multiply(power, power);
    }
    return powers;
  }

  private static int multiply(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      product ^= (a & bit) != 0 ? shifted : 0;
      shifted = (shifted >>> 1) ^ ((shifted & 1) != 0 ? POLYNOMIAL : 0);
    }
    return product;
  }

  /** What bytes of zero behind a CRC multiply it by. */
  static int shift(long bytes) {
    int factor = ONE;
    long bits = Math.multiplyExact(bytes, Byte.SIZE);
    for (int i = 0; bits != 0; i++) {
      factor = (bits & 1) != 0 ? multiply(POWERS[i], factor) : factor;
      bits >>>= 1;
    }
    return factor;
  }

  /** The CRC32C of all bytes; {@code shift} is {@link #shift} of the number of the later ones. */
  static int combine(int earlier, int later, int shift) {
    return multiply(shift, earlier) ^ later;
  }
}
