package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.SlabBuffer;
import io.kodiak.api.SlabPool;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SlabBufferTest {
  private static final int MEDIUM = 16 << 10;
  private static final int LARGE = 64 << 10;
  private static final int LARGE_FROM = 1 << 20;

  private final SlabPool medium = new SlabPool(MEDIUM);
  private final SlabPool large = new SlabPool(LARGE);
  private final SlabPool tooLargeForAnyArray = new SlabPool(Integer.MAX_VALUE);

  private static byte[] drained(SlabBuffer buffer) throws IOException {
    MemoryFile file = new MemoryFile("test");
    buffer.drain(file);
    assertThat(buffer.size()).isZero();
    return file.toByteArray();
  }

  @Test
  void writesWhatWasAppendedAndGivesEverySlabBack() throws IOException {
    long seed = TestRun.seed("writesWhatWasAppended");
    SplittableRandom random = new SplittableRandom(seed);
    SlabBuffer buffer = new SlabBuffer(medium, large);
    for (int round = 0; round < 3; round++) {
      byte[] content = new byte[3 << 20];
      random.nextBytes(content);
      int at = 0;
      while (at < content.length) {
        int most = random.nextInt(20) == 0 ? 2 * LARGE : 1000;
        int length = Math.min(random.nextInt(most), content.length - at);
        buffer.append(content, at, length);
        at += length;
        assertThat(buffer.size()).isEqualTo(at);
      }
      assertThat(Arrays.equals(drained(buffer), content)).isTrue();
      assertThat(medium.size()).isPositive();
      assertThat(large.size()).isPositive();
    }
  }

  @Test
  void whatWasAppendedStaysAndEachSlabIsGivenBackOnceWhereThereIsNoMemoryForMore()
      throws IOException {
    SlabBuffer buffer = new SlabBuffer(medium, tooLargeForAnyArray);
    byte[] content = new byte[LARGE_FROM];
    Arrays.fill(content, (byte) 7);
    for (int at = 0; at < content.length; at += MEDIUM) {
      buffer.append(content, at, MEDIUM);
    }
    // The last slab is full, but not counted among the full ones.
    buffer.append(content, 0, MEDIUM);
    assertThatThrownBy(() -> buffer.append(content, 0, 1)).isInstanceOf(OutOfMemoryError.class);
    assertThatThrownBy(() -> buffer.append(content, 0, 1)).isInstanceOf(OutOfMemoryError.class);
    assertThat(drained(buffer)).hasSize(LARGE_FROM + MEDIUM).containsOnly(7);
    assertThat(medium.size()).isEqualTo(LARGE_FROM / MEDIUM + 1);
    buffer.clear();
    assertThat(medium.size()).isEqualTo(LARGE_FROM / MEDIUM + 1);
  }

  @Test
  void holdsNothingWhereThereIsNoMemoryForTheFirstSlab() throws IOException {
    SlabPool tooLargeAsWell = new SlabPool(Integer.MAX_VALUE - 1);
    SlabBuffer buffer = new SlabBuffer(tooLargeAsWell, tooLargeForAnyArray);
    assertThatThrownBy(() -> buffer.append(new byte[1], 0, 1)).isInstanceOf(OutOfMemoryError.class);
    assertThat(buffer.size()).isZero();
    assertThat(drained(buffer)).isEmpty();
  }

  @Test
  void refusesPoolsWhoseSlabsItCouldNotTellApart() {
    assertThatThrownBy(() -> new SlabBuffer(medium, medium))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("have to be larger");
    assertThatThrownBy(() -> new SlabBuffer(large, medium))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aRangeLongerThanASlabIsNotKeptForOthers() throws IOException {
    SlabBuffer buffer = new SlabBuffer(medium, large);
    buffer.append(new byte[10], 0, 10);
    buffer.append(new byte[LARGE + 1], 0, LARGE + 1);
    assertThat(drained(buffer)).hasSize(LARGE + 11);
    assertThat(medium.size()).isEqualTo(1);
    assertThat(large.size()).isZero();
  }

  @Test
  void shortRangesBetweenLongOnesTakeNoLargeSlabs() {
    SlabBuffer buffer = new SlabBuffer(medium, large);
    for (int i = 0; i < 40; i++) {
      buffer.append(new byte[30], 0, 30);
      buffer.append(new byte[LARGE + 1], 0, LARGE + 1);
    }
    assertThat(buffer.size()).isGreaterThan(2L * LARGE_FROM);
    buffer.clear();
    assertThat(large.size()).isLessThanOrEqualTo(1);
    assertThat(medium.size()).isEqualTo(40 - large.size());
  }
}
