package io.kodiak.memtable.arena;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Memtable;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Slice;
import io.kodiak.testkit.Entry;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestSettings;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.GraphLayout;

/** What a memtable says that it takes is what the JVM says that it keeps alive. */
public abstract class FootprintContract {
  private static final long FLUSH_BYTES = 64 << 20;

  /** The provider under test. */
  protected abstract MemtableProvider provider();

  /** The heap that the memtable keeps alive, in bytes, as the JVM lays it out. */
  protected long retained(Memtable memtable) {
    return GraphLayout.parseInstance(memtable).totalSize();
  }

  /** The most bytes that one of many entries with a key of 16 and a value of 100 bytes may take. */
  protected abstract double bytesPerCommonEntry();

  /** An empty memtable. */
  protected final Memtable open() {
    return open(FLUSH_BYTES);
  }

  private Memtable open(long flushBytes) {
    return provider().create(TestSettings.empty()).create(flushBytes);
  }

  /** Compares what the memtable says with what the JVM says: within a twentieth. */
  protected final void expectTruth(Memtable memtable) {
    assertThat(memtable.bytesUsed())
        .as("bytes used at %d entries", memtable.entryCount())
        .isCloseTo(retained(memtable), Percentage.withPercentage(5));
  }

  private static void fill(Memtable memtable, List<Entry> entries) {
    for (Entry entry : entries) {
      memtable.put(entry.key(), entry.sequence(), entry.kind(), entry.value());
    }
  }

  @Test
  void saysTheTruthAtEverySize() {
    RandomEntries source = new RandomEntries(1);
    Memtable memtable = open();
    expectTruth(memtable);
    for (int count = 1; count < 10_000; count *= 3) {
      fill(memtable, source.next(count));
      expectTruth(memtable);
    }
  }

  @Test
  void saysTheTruthOfLargeValues() {
    Memtable memtable = open();
    for (int i = 1; i <= 40; i++) {
      Slice value = Slice.of(new byte[i << 14]);
      memtable.put(Slice.utf8("key" + i), i, EntryKind.PUT, value);
      expectTruth(memtable);
    }
  }

  @Test
  void saysTheTruthOfKeysWithAPrefixInCommon() {
    Memtable memtable = open();
    for (int i = 1; i <= 5_000; i++) {
      memtable.put(Slice.utf8("a-prefix-that-all-keys-share/" + i), i, EntryKind.PUT, Slice.EMPTY);
      if (Integer.bitCount(i) == 1) {
        expectTruth(memtable);
      }
    }
    expectTruth(memtable);
  }

  @Test
  void saysTheTruthOfManyVersionsOfOneKey() {
    Memtable memtable = open();
    for (int i = 1; i <= 5_000; i++) {
      memtable.put(Slice.utf8("hot"), i, EntryKind.PUT, Slice.utf8("version " + i));
    }
    expectTruth(memtable);
  }

  @Test
  void anEmptyMemtableCostsLittle() {
    Memtable memtable = open();
    assertThat(memtable.bytesUsed()).isLessThan(64 << 10);
    memtable.put(Slice.utf8("k"), 1, EntryKind.PUT, Slice.utf8("v"));
    assertThat(memtable.bytesUsed()).isLessThan(128 << 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {12 << 20, FLUSH_BYTES})
  void aCommonEntryCostsLittleMoreThanItsBytes(long flushBytes) {
    Memtable memtable = open(flushBytes);
    RandomEntries source = new RandomEntries(2);
    int count = 0;
    Slice value = Slice.of(new byte[100]);
    while (memtable.bytesUsed() < flushBytes || count < 100_000) {
      memtable.put(Slice.of(source.bytes(16)), ++count, EntryKind.PUT, value);
    }
    assertThat((double) memtable.bytesUsed() / count).isLessThan(bytesPerCommonEntry());
  }

  @Test
  void closingLetsGoOfTheSlabs() {
    Memtable memtable = open();
    fill(memtable, new RandomEntries(3).next(5_000));
    memtable.close();
    assertThat(retained(memtable)).isLessThan(32 << 10);
  }
}
