package io.kodiak.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.junit.jupiter.api.Test;

/** Numbers come back from both decoders, whichever encoder wrote them. */
class DeltaTest {
  private static final int[] COUNTS = {0, 1, 2, 31, 32, 33, 34, 128, 129, 130, 161, 1000, 1025};

  @Test
  void numbersOfEveryWidthComeBack() throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("numbersOfEveryWidthComeBack"));
    for (int width = 0; width <= Long.SIZE; width++) {
      for (int count : COUNTS) {
        expectAll(random(random, count, width));
      }
    }
  }

  @Test
  void extremesComeBack() throws IOException {
    long min = Long.MIN_VALUE;
    long max = Long.MAX_VALUE;
    expectAll(new long[] {min, max, min, max, 0, min, -1, max});
    expectAll(new long[] {max, min, max, min, 0, 1, max, max});
    long[] alternating = new long[300];
    for (int i = 0; i < alternating.length; i++) {
      alternating[i] = i % 2 == 0 ? min + i : max - i;
    }
    expectAll(alternating);
  }

  @Test
  void numbersInEqualStepsTakeNoBits() {
    long[] values = new long[128];
    for (int i = 0; i < values.length; i++) {
      values[i] = (1L << 40) + 3L * i;
    }
    assertThat(encode(values).length).isLessThan(20);
  }

  @Test
  void otherBlockSizesAreRead() throws IOException {
    long[] values = random(new SplittableRandom(3), 5_000, 13);
    for (int[] shape : new int[][] {{128, 1}, {128, 2}, {256, 4}, {1024, 32}, {2048, 8}}) {
      byte[] encoded = encodeByLibrary(values, shape[0], shape[1]);
      assertThat(decode(encoded, values.length)).isEqualTo(values);
    }
  }

  @Test
  void numbersMayBeginAnywhereInTheArray() {
    long[] values = random(new SplittableRandom(4), 77, 21);
    byte[] encoded = encode(values);
    byte[] around = new byte[encoded.length + 50];
    Arrays.fill(around, (byte) 0xa5);
    System.arraycopy(encoded, 0, around, 19, encoded.length);
    long[] decoded = new long[values.length];
    int end = new DeltaDecoder().decode(around, 19, around.length, values.length, decoded);
    assertThat(end).isEqualTo(19 + encoded.length);
    assertThat(decoded).isEqualTo(values);
  }

  @Test
  void bytesThatEndTooEarlyAreMalformed() {
    for (int width : new int[] {0, 1, 7, 33, 58, 64}) {
      long[] values = random(new SplittableRandom(width), 200, width);
      byte[] encoded = encode(values);
      for (int length = 0; length < encoded.length; length++) {
        byte[] cut = Arrays.copyOf(encoded, length);
        assertThatThrownBy(() -> decode(cut, values.length))
            .as("%d of %d bytes of width %d", length, encoded.length, width)
            .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> decodeWithin(encoded, cut.length, values.length))
            .as("the first %d of %d bytes of width %d", length, encoded.length, width)
            .isInstanceOf(MalformedException.class);
      }
    }
  }

  @Test
  void shapesThatNobodyWritesAreMalformed() {
    int[][] shapes = {
      {0, 4, 9}, {128, 0, 9}, {100, 4, 9}, {128, 5, 9}, {1 << 30, 4, 9}, {1 << 20, 1 << 15, 9}
    };
    for (int[] shape : shapes) {
      CompactOutput out = new CompactOutput(64);
      for (int number : shape) {
        out.varint(number);
      }
      out.varint(0);
      byte[] encoded = Arrays.copyOf(out.array(), 64);
      assertThatThrownBy(() -> decode(encoded, 9)).isInstanceOf(MalformedException.class);
    }
    byte[] nine = encode(new long[9]);
    assertThatThrownBy(() -> decode(nine, 8)).hasMessageContaining("has 9 numbers instead of 8");
  }

  private static void expectAll(long[] values) throws IOException {
    byte[] encoded = encode(values);
    assertThat(decode(encoded, values.length)).isEqualTo(values);
    assertThat(decode(Arrays.copyOf(encoded, encoded.length + 20), values.length))
        .isEqualTo(values);
    if (values.length > 0) {
      assertThat(decodeByLibrary(encoded, values.length)).isEqualTo(values);
      byte[] foreign = encodeByLibrary(values, DeltaEncoder.BLOCK_VALUES, DeltaEncoder.MINIBLOCKS);
      assertThat(decode(foreign, values.length)).isEqualTo(values);
    }
  }

  private static long[] random(SplittableRandom random, int count, int width) {
    long[] values = new long[count];
    long mask = width == 0 ? 0 : -1L >>> (Long.SIZE - width);
    long value = random.nextLong();
    for (int i = 0; i < count; i++) {
      value += random.nextLong() & mask;
      values[i] = value;
    }
    return values;
  }

  private static byte[] encode(long[] values) {
    byte[] target = new byte[DeltaEncoder.bound(values.length)];
    return Arrays.copyOf(target, new DeltaEncoder().encode(values, values.length, target));
  }

  private static long[] decode(byte[] encoded, int count) {
    return decodeWithin(encoded, encoded.length, count);
  }

  private static long[] decodeWithin(byte[] encoded, int length, int count) {
    long[] target = new long[count];
    int end = new DeltaDecoder().decode(encoded, 0, length, count, target);
    assertThat(end).isLessThanOrEqualTo(length);
    return target;
  }

  private static byte[] encodeByLibrary(long[] values, int blockValues, int miniblocks)
      throws IOException {
    try (DeltaBinaryPackingValuesWriterForLong writer =
        new DeltaBinaryPackingValuesWriterForLong(
            blockValues, miniblocks, 1 << 16, 1 << 20, new HeapByteBufferAllocator())) {
      for (long value : values) {
        writer.writeLong(value);
      }
      return writer.getBytes().toInputStream().readAllBytes();
    }
  }

  private static long[] decodeByLibrary(byte[] encoded, int count) throws IOException {
    DeltaBinaryPackingValuesReader reader = new DeltaBinaryPackingValuesReader();
    reader.initFromPage(count, ByteBufferInputStream.wrap(ByteBuffer.wrap(encoded)));
    long[] values = new long[count];
    for (int i = 0; i < count; i++) {
      values[i] = reader.readLong();
    }
    return values;
  }
}
