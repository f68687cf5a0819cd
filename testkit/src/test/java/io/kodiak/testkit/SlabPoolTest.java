package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.SlabPool;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class SlabPoolTest {
  private static final int BYTES = 64;

  private final SlabPool pool = new SlabPool(BYTES);

  @Test
  void givesOutWhatWasGivenBackBeforeItMakesMore() {
    byte[] slab = pool.take();
    assertThat(slab).hasSize(BYTES);
    assertThat(pool.take()).isNotSameAs(slab);
    pool.give(slab);
    assertThat(pool.size()).isEqualTo(1);
    assertThat(pool.take()).isSameAs(slab);
    assertThat(pool.size()).isZero();
  }

  @Test
  void keepsNoArrayOfAnotherSize() {
    pool.give(new byte[BYTES - 1]);
    pool.give(new byte[BYTES + 1]);
    pool.give(new byte[0]);
    assertThat(pool.size()).isZero();
  }

  @Test
  void sharedSlabsGoBackToThePoolOfTheirSize() {
    for (SlabPool shared : new SlabPool[] {SlabPool.MEDIUM, SlabPool.LARGE}) {
      byte[] slab = shared.take();
      int before = shared.size();
      SlabPool.giveShared(slab);
      assertThat(shared.size()).isEqualTo(before + 1);
      assertThat(shared.take()).isSameAs(slab);
    }
    int medium = SlabPool.MEDIUM.size();
    int large = SlabPool.LARGE.size();
    SlabPool.giveShared(new byte[1000]);
    assertThat(SlabPool.MEDIUM.size()).isEqualTo(medium);
    assertThat(SlabPool.LARGE.size()).isEqualTo(large);
  }

  @Test
  void overwritesWhatItGetsBackWhereAssertionsAreOn() {
    byte[] slab = pool.take();
    slab[3] = 7;
    pool.give(slab);
    assertThat(slab).containsOnly(0xdb);
  }

  @Test
  void refusesASlabThatWasGivenBackAlready() {
    byte[] slab = pool.take();
    pool.give(slab);
    assertThatThrownBy(() -> pool.give(slab)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void letsGoOfSlabsThatWereNotNeededForAWhile() {
    takeAndGive(100);
    assertThat(pool.size()).isEqualTo(100);
    for (int i = 0; i < 20_000; i++) {
      takeAndGive(2);
    }
    assertThat(pool.size()).isEqualTo(2);
  }

  @Test
  void keepsWhatIsNeededNowAndThen() {
    Set<byte[]> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int round = 0; round < 1000; round++) {
      seen.addAll(takeAndGive(100));
    }
    assertThat(seen).hasSize(100);
  }

  private Deque<byte[]> takeAndGive(int count) {
    Deque<byte[]> out = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      out.add(pool.take());
    }
    out.forEach(pool::give);
    return out;
  }

  @Test
  void givesNoSlabToTwo() throws InterruptedException {
    Set<Integer> failures = ConcurrentHashMap.newKeySet();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      byte mark = (byte) t;
      threads[t] = new Thread(() -> useAlone(mark, failures));
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(pool.size()).isBetween(1, threads.length);
  }

  private void useAlone(byte mark, Set<Integer> failures) {
    for (int i = 0; i < 20_000; i++) {
      byte[] slab = pool.take();
      slab[i % BYTES] = mark;
      Thread.onSpinWait();
      if (slab[i % BYTES] != mark) {
        failures.add(i);
      }
      pool.give(slab);
    }
  }
}
