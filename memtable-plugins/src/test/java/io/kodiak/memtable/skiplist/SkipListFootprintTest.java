package io.kodiak.memtable.skiplist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** What the memtable says that it takes is what the JVM says that it keeps alive. */
final class SkipListFootprintTest {
  private static void expectTruth(SkipListMemtable memtable) {
    long retained = GraphLayout.parseInstance(memtable).totalSize();
    assertThat(memtable.bytesUsed()).isCloseTo(retained, Percentage.withPercentage(5));
  }

  private static void fill(SkipListMemtable memtable, List<Entry> entries) {
    for (Entry entry : entries) {
      memtable.put(entry.key(), entry.sequence(), entry.kind(), entry.value());
    }
  }

  @Test
  void saysTheTruthAtEverySize() {
    RandomEntries source = new RandomEntries(1);
    SkipListMemtable memtable = new SkipListMemtable();
    expectTruth(memtable);
    for (int count = 1; count < 40_000; count *= 3) {
      fill(memtable, source.next(count));
      expectTruth(memtable);
    }
  }

  @Test
  void saysTheTruthOfLargeValues() {
    SkipListMemtable memtable = new SkipListMemtable();
    for (int i = 1; i <= 40; i++) {
      Slice value = Slice.of(new byte[i << 14]);
      memtable.put(Slice.utf8("key" + i), i, EntryKind.PUT, value);
      expectTruth(memtable);
    }
  }

  @Test
  void saysTheTruthAfterTheListWasBuiltAgain() {
    SkipListMemtable memtable = new SkipListMemtable();
    SkipList before = memtable.list();
    for (int i = 1; i <= 5_000; i++) {
      memtable.put(Slice.utf8("a-prefix-that-all-keys-share/" + i), i, EntryKind.PUT, Slice.EMPTY);
    }
    assertThat(memtable.list()).isNotSameAs(before);
    expectTruth(memtable);
  }

  @Test
  void anEmptyMemtableCostsLittle() {
    SkipListMemtable memtable = new SkipListMemtable();
    assertThat(memtable.bytesUsed()).isLessThan(8 << 10);
    memtable.put(Slice.utf8("k"), 1, EntryKind.PUT, Slice.utf8("v"));
    assertThat(memtable.bytesUsed()).isLessThan(32 << 10);
  }

  @Test
  void aCommonEntryCostsLittleMoreThanItsBytes() {
    SkipListMemtable memtable = new SkipListMemtable();
    RandomEntries source = new RandomEntries(2);
    int count = 100_000;
    Slice value = Slice.of(new byte[100]);
    for (int i = 1; i <= count; i++) {
      memtable.put(Slice.of(source.bytes(16)), i, EntryKind.PUT, value);
    }
    assertThat((double) memtable.bytesUsed() / count).isCloseTo(170, within(5.0));
  }

  @Test
  void closingLetsGoOfTheSlabs() {
    SkipListMemtable memtable = new SkipListMemtable();
    fill(memtable, new RandomEntries(3).next(5_000));
    memtable.close();
    assertThat(GraphLayout.parseInstance(memtable).totalSize()).isLessThan(4 << 10);
  }
}
