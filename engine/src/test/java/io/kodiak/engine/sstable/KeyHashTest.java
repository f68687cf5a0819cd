package io.kodiak.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class KeyHashTest {
  @Test
  void everyByteCountsAtEveryLength() {
    SplittableRandom random = Seed.random(this);
    for (int length = 0; length <= 100; length++) {
      byte[] key = new byte[length];
      random.nextBytes(key);
      long hash = KeyHash.of(key, 0, length);
      for (int i = 0; i < length; i++) {
        for (int bit = 0; bit < 8; bit++) {
          key[i] ^= (byte) (1 << bit);
          assertThat(KeyHash.of(key, 0, length)).isNotEqualTo(hash);
          key[i] ^= (byte) (1 << bit);
        }
      }
    }
  }

  @Test
  void dependsOnNothingOutsideTheKey() {
    SplittableRandom random = Seed.random(this);
    for (int i = 0; i < 2000; i++) {
      byte[] key = new byte[random.nextInt(70)];
      random.nextBytes(key);
      byte[] around = new byte[key.length + random.nextInt(20)];
      random.nextBytes(around);
      int offset = around.length - key.length;
      System.arraycopy(key, 0, around, offset, key.length);
      assertThat(KeyHash.of(around, offset, key.length)).isEqualTo(KeyHash.of(key, 0, key.length));
    }
  }

  @Test
  void flippingOneBitOfTheKeyFlipsHalfOfTheHash() {
    SplittableRandom random = Seed.random(this);
    for (int length : new int[] {1, 3, 4, 8, 12, 16, 17, 40}) {
      long[] flips = new long[64];
      int trials = 0;
      for (int i = 0; i < 400; i++) {
        byte[] key = new byte[length];
        random.nextBytes(key);
        long hash = KeyHash.of(key, 0, length);
        int bit = random.nextInt(8 * length);
        key[bit >> 3] ^= (byte) (1 << (bit & 7));
        long changed = hash ^ KeyHash.of(key, 0, length);
        for (int b = 0; b < 64; b++) {
          flips[b] += changed >>> b & 1;
        }
        trials++;
      }
      for (long flipped : flips) {
        // Six standard deviations of a fair coin around its mean.
        assertThat(flipped).isBetween((long) (trials / 2.0 - 60), (long) (trials / 2.0 + 60));
      }
    }
  }

  @Test
  void numberedKeysDoNotCollide() {
    Set<Long> hashes = new HashSet<>();
    int keys = 200_000;
    for (int i = 0; i < keys; i++) {
      byte[] key = ("user" + i).getBytes(UTF_8);
      hashes.add(KeyHash.of(key, 0, key.length));
    }
    assertThat(hashes).hasSize(keys);
  }

  @Test
  void neverChanges() {
    // Filters on disk were built with these.
    assertThat(hash("")).isEqualTo(0x9cd8d61bc236f933L);
    assertThat(hash("a")).isEqualTo(0x52b392d9736a6598L);
    assertThat(hash("key1")).isEqualTo(0x89a664dcb9c7edeeL);
    assertThat(hash("12345678")).isEqualTo(0x83616ed27482289bL);
    assertThat(hash("user000000000042")).isEqualTo(0x522fa4d6dceeb67L);
    assertThat(hash("a key of more than thirty-two bytes")).isEqualTo(0xde76b12b316583b4L);
  }

  private static long hash(String key) {
    byte[] bytes = key.getBytes(UTF_8);
    return KeyHash.of(bytes, 0, bytes.length);
  }
}
