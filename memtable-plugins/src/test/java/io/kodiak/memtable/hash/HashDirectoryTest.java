package io.kodiak.memtable.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kodiak.testkit.TestRun;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** A number is found by its hash, however the hashes are spread, and nothing else is. */
final class HashDirectoryTest {
  private final HashDirectory directory = new HashDirectory();

  private boolean holds(long hash, int number, boolean marked) {
    long[] segment = directory.segment(hash);
    int at = HashDirectory.start(segment, hash);
    while (true) {
      long slot = HashDirectory.slot(segment, at);
      if (slot == HashDirectory.EMPTY) {
        return false;
      }
      if (HashDirectory.isOf(slot, hash)
          && HashDirectory.number(slot) == number
          && HashDirectory.isMarked(slot) == marked) {
        return true;
      }
      at = HashDirectory.next(segment, at);
    }
  }

  private void expectAll(long[] hashes) {
    for (int i = 0; i < hashes.length; i++) {
      directory.add(hashes[i], ~i, i % 3 == 0);
    }
    for (int i = 0; i < hashes.length; i++) {
      boolean right =
          holds(hashes[i], ~i, i % 3 == 0)
              && !holds(hashes[i], ~i, i % 3 != 0)
              && !holds(~hashes[i], ~i, i % 3 == 0);
      if (!right) {
        fail("hash %x, number %d", hashes[i], ~i);
      }
    }
  }

  @Test
  void findsWhateverWasAddedThroughManySplits() {
    long seed = TestRun.seed("findsWhateverWasAddedThroughManySplits");
    expectAll(new SplittableRandom(seed).longs(200_000).toArray());
    long retained = GraphLayout.parseInstance(directory).totalSize();
    assertThat(directory.heapBytes()).isBetween(retained - 64, retained + 64);
    assertThat(retained).as("bytes").isBetween(12L * 200_000, 28L * 200_000);
  }

  @Test
  void copesWithHashesThatDifferOnlyLate() {
    long[] hashes = new long[3_000];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = 0x7777_7777L << 32 | (long) i << 34;
    }
    expectAll(hashes);
  }

  @Test
  void copesWithEqualHashes() {
    for (int i = 0; i < 3_000; i++) {
      directory.add(0xabcd_ef01_2345_6789L, i, false);
    }
    for (int i = 0; i < 3_000; i++) {
      assertThat(holds(0xabcd_ef01_2345_6789L, i, false)).isTrue();
    }
    assertThat(holds(0xabcd_ef01_2345_6789L, 3_000, false)).isFalse();
    assertThat(directory.heapBytes()).isLessThan(16L << 20);
  }

  @Test
  void aNumberIsReplacedInItsSlot() {
    directory.add(42L << 40, 1, false);
    long[] segment = directory.segment(42L << 40);
    HashDirectory.replace(segment, HashDirectory.start(segment, 42L << 40), -5, true);
    assertThat(holds(42L << 40, -5, true)).isTrue();
    assertThat(holds(42L << 40, 1, false)).isFalse();
  }

  @Test
  void hashesOfSimilarRangesDiffer() {
    byte[] bytes = new byte[64];
    Set<Long> hashes = new HashSet<>();
    int expected = 0;
    for (int length = 1; length <= 40; length++) {
      for (int at = 0; at < length; at++) {
        for (int bit = 0; bit < 8; bit++) {
          bytes[7 + at] ^= (byte) (1 << bit);
          hashes.add(KeyHash.of(bytes, 7, length));
          bytes[7 + at] ^= (byte) (1 << bit);
          expected++;
        }
      }
      hashes.add(KeyHash.of(bytes, 7, length));
      expected++;
    }
    assertThat(hashes).hasSize(expected);
  }

  @Test
  void aHashDependsOnNothingOutsideItsRange() {
    byte[] one = new byte[64];
    byte[] other = new byte[64];
    Arrays.fill(other, (byte) 9);
    for (int length = 1; length <= 40; length++) {
      Arrays.fill(other, 3, 3 + length, (byte) 0);
      assertThat(KeyHash.of(other, 3, length)).isEqualTo(KeyHash.of(one, 11, length));
    }
  }
}
