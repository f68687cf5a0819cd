package io.kodiak.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.testkit.TestRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridDecoder;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.junit.jupiter.api.Test;

/** Kinds come back from both decoders of levels, whichever encoder wrote them. */
class LevelsTest {
  @Test
  void kindsComeBack() throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("kindsComeBack"));
    for (int rows : new int[] {1, 2, 7, 8, 9, 63, 64, 65, 128, 1_000, 65_536}) {
      for (int percent : new int[] {0, 1, 50, 99, 100}) {
        byte[] kinds = new byte[rows];
        for (int i = 0; i < rows; i++) {
          kinds[i] = (byte) (random.nextInt(100) < percent ? 1 : 0);
        }
        expectAll(kinds);
      }
    }
  }

  @Test
  void runsOfBothSortsComeBack() throws IOException {
    byte[] kinds = new byte[500];
    Arrays.fill(kinds, 100, 200, (byte) 1);
    for (int i = 300; i < 350; i += 2) {
      kinds[i] = 1;
    }
    expectAll(kinds);
  }

  @Test
  void rowsThatAreAllAlikeTakeFourBytes() {
    assertThat(encode(new byte[65_536]).length).isEqualTo(4);
  }

  @Test
  void levelsThatDoNotAddUpAreMalformed() {
    byte[] kinds = new byte[100];
    kinds[3] = 1;
    kinds[77] = 1;
    byte[] encoded = encode(kinds);
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> decode(cut, 100, 2)).isInstanceOf(MalformedException.class);
    }
    assertThatThrownBy(() -> decode(encoded, 100, 3)).hasMessageContaining("nulls of the header");
    assertThatThrownBy(() -> decode(new byte[] {0, 1}, 100, 0)).hasMessageContaining("empty run");
    byte[] longRun = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 1};
    assertThatThrownBy(() -> decode(longRun, 100, 0)).isInstanceOf(MalformedException.class);
  }

  private static void expectAll(byte[] kinds) throws IOException {
    byte[] encoded = encode(kinds);
    assertThat(decode(encoded, kinds.length, nulls(kinds))).isEqualTo(kinds);
    RunLengthBitPackingHybridDecoder library =
        new RunLengthBitPackingHybridDecoder(1, new ByteArrayInputStream(encoded));
    try (RunLengthBitPackingHybridEncoder other =
        new RunLengthBitPackingHybridEncoder(1, 64, 1 << 20, new HeapByteBufferAllocator())) {
      for (byte kind : kinds) {
        assertThat(library.readInt()).isEqualTo(1 - kind);
        other.writeInt(1 - kind);
      }
      byte[] foreign = other.toBytes().toInputStream().readAllBytes();
      assertThat(decode(foreign, kinds.length, nulls(kinds))).isEqualTo(kinds);
    }
  }

  private static int nulls(byte[] kinds) {
    int nulls = 0;
    for (byte kind : kinds) {
      nulls += kind;
    }
    return nulls;
  }

  private static byte[] encode(byte[] kinds) {
    byte[] target = new byte[Levels.bound(kinds.length)];
    return Arrays.copyOf(target, Levels.encode(kinds, kinds.length, nulls(kinds), target));
  }

  private static byte[] decode(byte[] encoded, int rows, int nulls) {
    byte[] kinds = new byte[rows];
    Levels.decode(new CompactInput(), encoded, 0, encoded.length, kinds, kinds.length, nulls);
    return kinds;
  }
}
