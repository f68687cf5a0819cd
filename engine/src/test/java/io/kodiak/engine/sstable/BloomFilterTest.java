package io.kodiak.engine.sstable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.SlabPool;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BloomFilterTest {
  private static final int KEYS = 100_000;

  private static long hash(long number) {
    byte[] key = ByteBuffer.allocate(8).putLong(number).array();
    return KeyHash.of(key, 0, 8);
  }

  private static BloomFilter filter(int bitsPerKey, int keys) {
    BloomFilter.Builder builder = new BloomFilter.Builder(bitsPerKey);
    for (int i = 0; i < keys; i++) {
      builder.add(hash(i));
    }
    return builder.build();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "6", "10", "12", "16", "24"})
  void neverDeniesAKeyThatItHolds(int bitsPerKey) {
    for (int keys : new int[] {1, 2, 50, 1000, 8192, 8193, KEYS}) {
      BloomFilter filter = filter(bitsPerKey, keys);
      for (int i = 0; i < keys; i++) {
        assertThat(filter.mayContain(hash(i))).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 0.11", "8, 0.03", "10, 0.0125", "14, 0.004", "20, 0.0015"})
  void mostlyDeniesOthers(int bitsPerKey, double most) {
    BloomFilter filter = filter(bitsPerKey, KEYS);
    long least = (long) KEYS * bitsPerKey / 8;
    assertThat(filter.bytes()).isBetween(least, least + 64);
    int maybe = 0;
    int asked = 500_000;
    for (int i = 0; i < asked; i++) {
      maybe += filter.mayContain(hash(KEYS + (long) i)) ? 1 : 0;
    }
    assertThat((double) maybe / asked).isLessThan(most);
  }

  @Test
  void slabsOfHashesAreGivenBackOnceWhereThereIsNoMemoryForTheNext() {
    SlabPool medium = new SlabPool(8 << 10);
    SlabPool tooLargeForAnyArray = new SlabPool(Integer.MAX_VALUE);
    BloomFilter.Builder builder = new BloomFilter.Builder(10, medium, tooLargeForAnyArray);
    int keys = (1 << 16) + medium.slabBytes() / Long.BYTES;
    for (int i = 0; i < keys; i++) {
      builder.add(hash(i));
    }
    assertThatThrownBy(() -> builder.add(hash(-1))).isInstanceOf(OutOfMemoryError.class);
    assertThat(builder.build().bytes()).isGreaterThan(keys);
    builder.clear();
    assertThat(medium.size()).isEqualTo(keys * Long.BYTES / medium.slabBytes());
  }

  @Test
  void withoutBitsSaysMaybeToEverything() {
    BloomFilter filter = filter(0, 1000);
    assertThat(filter).isSameAs(BloomFilter.NONE);
    assertThat(filter.bytes()).isZero();
    SplittableRandom random = Seed.random(this);
    for (int i = 0; i < 100; i++) {
      assertThat(filter.mayContain(random.nextLong())).isTrue();
    }
  }
}
