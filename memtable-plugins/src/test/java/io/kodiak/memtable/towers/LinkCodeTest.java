package io.kodiak.memtable.towers;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Slice;
import io.kodiak.testkit.TestRun;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Codes and pieces of keys never contradict the keys. */
final class LinkCodeTest {
  private static Slice key(Random random) {
    byte[] key = new byte[1 + random.nextInt(12)];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) (random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(2));
    }
    return Slice.of(key);
  }

  private static int shared(Slice a, Slice b) {
    return Slice.commonPrefix(a.array(), a.offset(), a.length(), b.array(), b.offset(), b.length());
  }

  private static long code(Slice key, int at) {
    return LinkCode.of(key.array(), key.offset(), key.length(), at);
  }

  @Test
  void codesSeenFromALesserKeyAreOrderedAsTheKeysAre() {
    Random random = new Random(TestRun.seed("codesSeenFromALesserKeyAreOrderedAsTheKeysAre"));
    int told = 0;
    for (int i = 0; i < TestRun.scaled(200_000); i++) {
      Slice[] keys = {key(random), key(random), key(random)};
      Arrays.sort(keys);
      if (keys[0].equals(keys[1]) || keys[1].equals(keys[2])) {
        continue;
      }
      long near = code(keys[1], shared(keys[0], keys[1]));
      long far = code(keys[2], shared(keys[0], keys[2]));
      assertThat(near).as("%s", Arrays.asList(keys)).isLessThanOrEqualTo(far);
      int beyond = LinkCode.sharedBeyond(near, far);
      if (LinkCode.shared(near) == LinkCode.shared(far) && beyond >= 0) {
        told++;
        assertThat(LinkCode.shared(near) + beyond)
            .as("%s", Arrays.asList(keys))
            .isEqualTo(shared(keys[1], keys[2]));
      }
    }
    assertThat(told).isPositive();
  }

  @Test
  void aWordKeepsCodeAndNode() {
    long code = LinkCode.of(new byte[] {-1, -1, -1}, 0, 3, 0);
    long word = LinkCode.word(code, LinkCode.LAST_REFERENCE);
    assertThat(LinkCode.code(word)).isEqualTo(code);
    assertThat(LinkCode.node(word)).isEqualTo(LinkCode.LAST_REFERENCE);
    assertThat(LinkCode.node(LinkCode.END)).isZero();
    assertThat(LinkCode.code(LinkCode.END)).isGreaterThanOrEqualTo(code);
    assertThat(LinkCode.of(new byte[2000], 0, 2000, 1023)).isEqualTo(LinkCode.FAR);
    assertThat(LinkCode.of(new byte[2000], 0, 2000, 1022)).isGreaterThan(LinkCode.FAR);
  }

  @Test
  void piecesTellTheDifferenceOrNothing() {
    Random random = new Random(TestRun.seed("piecesTellTheDifferenceOrNothing"));
    int told = 0;
    for (int i = 0; i < TestRun.scaled(200_000); i++) {
      Slice own = key(random);
      Slice other = key(random);
      int common = shared(own, other);
      int from = random.nextInt(own.length() + 1);
      int known = random.nextInt(common + 1);
      long piece = KeyPiece.of(own.array(), own.offset(), own.length(), from);
      int difference =
          KeyPiece.difference(piece, other.array(), other.offset(), other.length(), known);
      if (difference != KeyPiece.UNKNOWN) {
        told++;
        assertThat(Math.abs(difference) - 1).as("%s, %s", own, other).isEqualTo(common);
        assertThat(Integer.signum(difference)).isEqualTo(Integer.signum(own.compareTo(other)));
      }
      int at = random.nextInt(own.length());
      long code = KeyPiece.code(piece, at);
      if (code >= 0) {
        assertThat(code).as("%s from %d at %d", own, from, at).isEqualTo(code(own, at));
      }
    }
    assertThat(told).isPositive();
  }

  @Test
  void aPieceFarBehindTellsNothing() {
    byte[] key = new byte[400];
    byte[] other = key.clone();
    other[300] = 1;
    for (int at : new int[] {254, 255, 300}) {
      long piece = KeyPiece.of(other, 0, other.length, at);
      assertThat(KeyPiece.difference(piece, key, 0, key.length, 300)).isEqualTo(KeyPiece.UNKNOWN);
      long code = KeyPiece.code(piece, 300);
      assertThat(code).isEqualTo(-1);
    }
  }
}
