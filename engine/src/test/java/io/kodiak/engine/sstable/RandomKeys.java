package io.kodiak.engine.sstable;

import io.kodiak.api.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;

/**
 * Keys that are hard to tell apart: shared beginnings, prefixes of one another, zero and 0xff
 * bytes.
 */
public final class RandomKeys {
  private final SplittableRandom random;
  private final byte[] alphabet;
  private final byte[] prefix;
  private final int longest;

  public RandomKeys(SplittableRandom random) {
    this(random, new byte[0]);
  }

  /**
   * Keys of a few bytes: when there are only two or three of these, most are prefixes of others.
   */
  public RandomKeys(SplittableRandom random, byte... alphabet) {
    this.random = random;
    this.alphabet = alphabet;
    prefix = new byte[random.nextInt(3) == 0 ? 0 : random.nextInt(20)];
    random.nextBytes(prefix);
    longest = random.nextInt(4) == 0 ? 30 : 12;
  }

  /** A key that may have been there before. */
  public Slice next() {
    if (alphabet.length > 0) {
      byte[] key = new byte[random.nextInt(1, longest)];
      for (int i = 0; i < key.length; i++) {
        key[i] = alphabet[random.nextInt(alphabet.length)];
      }
      return Slice.of(key);
    }
    int length = random.nextInt(1, longest);
    int shared = random.nextInt(10) == 0 ? random.nextInt(prefix.length + 1) : prefix.length;
    byte[] key = new byte[shared + length];
    System.arraycopy(prefix, 0, key, 0, shared);
    boolean numbers = random.nextInt(3) == 0;
    for (int i = shared; i < key.length; i++) {
      key[i] =
          (byte)
              (numbers
                  ? '0' + random.nextInt(10)
                  : switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> 0xff;
                    case 2 -> 'a';
                    default -> random.nextInt(256);
                  });
    }
    return Slice.of(key);
  }

  /** Different keys, ascending. */
  public List<Slice> ascending(int count) {
    TreeSet<Slice> keys = new TreeSet<>();
    for (int i = 0; i < count; i++) {
      keys.add(next());
    }
    return new ArrayList<>(keys);
  }
}
