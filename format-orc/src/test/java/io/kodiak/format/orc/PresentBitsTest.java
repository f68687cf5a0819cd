package io.kodiak.format.orc;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.orc.impl.BitFieldReader;
import org.apache.orc.impl.BufferChunk;
import org.apache.orc.impl.InStream;
import org.junit.jupiter.api.Test;

/** The ORC library reads which rows have a value. */
class PresentBitsTest {
  @Test
  void bitsAreThoseOfTheSpecification() {
    byte[] kinds = {0, 1, 1, 1, 1, 1, 1, 1};
    assertThat(encode(kinds, 0, 8)).isEqualTo(new byte[] {(byte) 0xff, (byte) 0x80});
    assertThat(encode(new byte[800], 0, 800)).isEqualTo(new byte[] {0x61, (byte) 0xff});
  }

  @Test
  void theLibraryReadsRowGroupsOfEveryShape() throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("theLibraryReadsRowGroups"));
    for (int rows : new int[] {1, 7, 8, 9, 1_023, 1_040, 1_041, 20_000}) {
      for (int stretch : new int[] {1, 3, 30, 2_000}) {
        byte[] kinds = new byte[rows];
        for (int at = 0; at < rows; ) {
          int end = Math.min(rows, at + 1 + random.nextInt(stretch));
          Arrays.fill(kinds, at, end, (byte) random.nextInt(2));
          at = end;
        }
        for (int first : new int[] {0, rows / 16 * 8}) {
          expectAgreement(kinds, first, rows - first);
        }
      }
    }
  }

  private static void expectAgreement(byte[] kinds, int first, int count) throws IOException {
    byte[] encoded = encode(kinds, first, count);
    InStream stream =
        InStream.create("bits", new BufferChunk(ByteBuffer.wrap(encoded), 0), 0, encoded.length);
    BitFieldReader reader = new BitFieldReader(stream);
    byte[] found = new byte[count];
    for (int i = 0; i < count; i++) {
      found[i] = (byte) (1 - reader.next());
    }
    assertThat(found).isEqualTo(Arrays.copyOfRange(kinds, first, first + count));
    assertThat(stream.available()).isZero();
  }

  /** Adds the rows in pieces that do not end at whole bytes. */
  private static byte[] encode(byte[] kinds, int first, int count) {
    PresentBits bits = new PresentBits();
    bits.add(new byte[] {0, 0, 1, 0, 0}, 0, 5);
    bits.clear();
    for (int at = 0; at < kinds.length; at += 13) {
      bits.add(kinds, at, Math.min(kinds.length, at + 13));
    }
    int size = bits.encode(first, count);
    return Arrays.copyOf(bits.array(), size);
  }
}
