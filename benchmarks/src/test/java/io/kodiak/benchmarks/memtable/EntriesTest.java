package io.kodiak.benchmarks.memtable;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Slice;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EntriesTest {
  private static final int COUNT = 3_000;

  @ParameterizedTest
  @EnumSource
  void keysThatAreLookedUpAreThereOrNot(KeyShape shape) {
    Entries entries = new Entries(shape, COUNT, 1);
    List<Slice> put = IntStream.range(0, COUNT).mapToObj(entries::key).toList();
    assertThat(new TreeSet<>(put)).hasSize(COUNT);
    assertThat(entries.present()).containsExactlyInAnyOrderElementsOf(put);
    assertThat(entries.early()).containsExactlyInAnyOrderElementsOf(put.subList(0, COUNT / 2));
    assertThat(new TreeSet<>(Arrays.asList(entries.missing())))
        .hasSize(COUNT)
        .doesNotContainAnyElementsOf(put);
  }

  @ParameterizedTest
  @EnumSource
  void aMissingKeyLiesRightBehindOneThatExists(KeyShape shape) {
    Entries entries = new Entries(shape, COUNT, 1);
    TreeSet<Slice> all = new TreeSet<>(Arrays.asList(entries.missing()));
    all.addAll(Arrays.asList(entries.present()));
    TreeSet<Slice> present = new TreeSet<>(Arrays.asList(entries.present()));
    for (Slice missing : entries.missing()) {
      assertThat(present).contains(all.lower(missing));
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlySequentialKeysAscend(KeyShape shape) {
    Entries entries = new Entries(shape, COUNT, 1);
    List<Slice> put = IntStream.range(0, COUNT).mapToObj(entries::key).toList();
    assertThat(put.stream().sorted().toList().equals(put)).isEqualTo(shape.ascends());
  }

  @ParameterizedTest
  @EnumSource(names = "URL")
  void addressesLookLikeAddresses(KeyShape shape) {
    byte[] key = new byte[shape.keyBytes()];
    shape.write(2 * (500 * 4711 + 25 * 17 + 3), key, 0);
    assertThat(new String(key, US_ASCII))
        .isEqualTo("https://www.example-17.com/catalog/section-03/item-0009422");
  }
}
