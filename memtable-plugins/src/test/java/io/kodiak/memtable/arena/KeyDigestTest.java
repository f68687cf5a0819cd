package io.kodiak.memtable.arena;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.EntryView;
import io.kodiak.api.Slice;
import io.kodiak.testkit.RandomEntries;
import io.kodiak.testkit.TestRun;
import org.junit.jupiter.api.Test;

final class KeyDigestTest {
  private static long of(KeyDigest digest, Slice key) {
    return digest.of(key.array(), key.offset(), key.length());
  }

  @Test
  void neverContradictsTheOrderOfKeysWhateverThePrefix() {
    RandomEntries source =
        new RandomEntries(TestRun.seed("neverContradictsTheOrderOfKeysWhateverThePrefix"));
    for (int round = 0; round < TestRun.scaled(300); round++) {
      Slice some = source.key();
      Slice prefix = some.slice(0, source.random().nextInt(Math.min(some.length(), 200) + 1));
      KeyDigest digest = new KeyDigest(prefix);
      for (int i = 0; i < 100; i++) {
        Slice a = source.key();
        Slice b = source.key();
        int order = Long.compareUnsigned(of(digest, a), of(digest, b));
        if (order != 0) {
          assertThat(Integer.signum(a.compareTo(b))).as("%s, %s", a, b).isEqualTo(order);
        }
      }
    }
  }

  @Test
  void tellsKeysApartBehindTheirPrefix() {
    KeyDigest digest = new KeyDigest(Slice.utf8("user-0000"));
    long low = of(digest, Slice.utf8("user-00004711"));
    long high = of(digest, Slice.utf8("user-00004712"));
    assertThat(Long.compareUnsigned(low, high)).isNegative();
    assertThat(of(digest, Slice.utf8("user-0000"))).isEqualTo(KeyDigest.LEAST);
    assertThat(of(digest, Slice.utf8("user"))).isEqualTo(KeyDigest.LEAST);
    assertThat(of(digest, Slice.utf8("a"))).isEqualTo(KeyDigest.LEAST);
    assertThat(of(digest, Slice.utf8("user-0001"))).isEqualTo(KeyDigest.GREATEST);
    assertThat(of(digest, Slice.of(new byte[] {-1}))).isEqualTo(KeyDigest.GREATEST);
  }

  @Test
  void comparesBytesUnsigned() {
    KeyDigest digest = new KeyDigest(Slice.EMPTY);
    long low = of(digest, Slice.of(new byte[] {0x7f, -1}));
    long high = of(digest, Slice.of(new byte[] {-128}));
    assertThat(Long.compareUnsigned(low, high)).isNegative();
  }

  @Test
  void takesThePrefixThatTwoKeysShare() {
    EntryView low = new EntryView();
    EntryView high = new EntryView();
    byte[] keys = "abcdabxy".getBytes(UTF_8);
    low.key(keys, 0, 4);
    high.key(keys, 4, 4);
    KeyDigest digest = KeyDigest.between(low, high);
    assertThat(digest.isSameAs(new KeyDigest(Slice.utf8("ab")))).isTrue();
    assertThat(digest.isSameAs(new KeyDigest(Slice.utf8("abc")))).isFalse();
  }
}
