package io.kodiak.engine.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.EntryKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchCodecTest {
  private record Write(int table, EntryKind kind, List<Byte> key, List<Byte> value) {}

  @Test
  void givesBackWhatWasEncoded() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Write> expected = new ArrayList<>();
    byte[] buffer = new byte[1 << 20];
    int length = 0;
    for (int i = 0; i < 500; i++) {
      byte[] key = bytes(random, 1 + random.nextInt(300));
      EntryKind kind = random.nextInt(4) == 0 ? EntryKind.DELETE : EntryKind.PUT;
      byte[] value = kind == EntryKind.DELETE ? new byte[0] : bytes(random, random.nextInt(600));
      int table = random.nextInt(1 << random.nextInt(1, 31));
      length = BatchCodec.encode(buffer, length, table, kind, key, value);
      expected.add(new Write(table, kind, list(key), list(value)));
    }
    assertThat(decode(buffer, length)).as("seed %d", seed).isEqualTo(expected);
  }

  @Test
  void neverReadsBehindTheEndOfDamagedBytes() {
    byte[] buffer = new byte[64];
    byte[] key = {1, 2, 3};
    int length = BatchCodec.encode(buffer, 0, 300, EntryKind.PUT, key, new byte[20]);
    for (int cut = 1; cut < length; cut++) {
      byte[] part = Arrays.copyOf(buffer, cut);
      assertThatThrownBy(() -> decode(part, part.length))
          .isInstanceOf(BatchCodec.MalformedBatchException.class);
    }
    for (int at = 0; at < length; at++) {
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = Arrays.copyOf(buffer, length);
        flipped[at] ^= (byte) (1 << bit);
        try {
          decode(flipped, length);
        } catch (BatchCodec.MalformedBatchException expected) {
          assertThat(expected.at()).isBetween(0, length);
        }
      }
    }
  }

  private static List<Write> decode(byte[] buffer, int length) {
    List<Write> found = new ArrayList<>();
    int count =
        BatchCodec.decode(
            buffer,
            0,
            length,
            (table, kind, array, keyAt, keyLength, valueAt, valueLength) ->
                found.add(
                    new Write(
                        table,
                        kind,
                        list(Arrays.copyOfRange(array, keyAt, keyAt + keyLength)),
                        list(Arrays.copyOfRange(array, valueAt, valueAt + valueLength)))));
    assertThat(count).isEqualTo(found.size());
    return found;
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static List<Byte> list(byte[] bytes) {
    List<Byte> list = new ArrayList<>();
    for (byte b : bytes) {
      list.add(b);
    }
    return list;
  }
}
