package io.kodiak.format.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Limits;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.orc.impl.BufferChunk;
import org.apache.orc.impl.InStream;
import org.apache.orc.impl.RunLengthIntegerReaderV2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers come back from runs, here and in the ORC library. */
class RunLengthTest {
  @Test
  void runsAreThoseOfTheSpecification() {
    expectBytes(new long[] {10_000, 10_000, 10_000, 10_000, 10_000}, false, 0x0a, 0x27, 0x10);
    expectBytes(
        new long[] {23_713, 43_806, 57_005, 48_879},
        false,
        0x5e,
        0x03,
        0x5c,
        0xa1,
        0xab,
        0x1e,
        0xde,
        0xad,
        0xbe,
        0xef);
    long[] falling = {40, 39, 38, 37};
    expectBytes(falling, false, 0xc0, 0x03, 40, 1);
    expectBytes(falling, true, 0xc0, 0x03, 80, 1);
    long[] same = new long[512];
    Arrays.fill(same, 16);
    expectBytes(same, false, 0xc1, 0xff, 16, 0);
    expectBytes(new long[] {-1}, true, 0x40, 0x00, 0x80);
  }

  private static void expectBytes(long[] numbers, boolean signed, int... bytes) {
    byte[] expected = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      expected[i] = (byte) bytes[i];
    }
    assertThat(encode(numbers, signed)).isEqualTo(expected);
  }

  @Test
  void everyWidthHasACode() {
    for (int bits = 0; bits <= 64; bits++) {
      int width = RunLengthEncoder.width(RunLengthEncoder.widthCode(bits));
      assertThat(width).isGreaterThanOrEqualTo(bits).isLessThan(Math.max(2, bits + 8));
      assertThat(width <= 56 || width == 64).isTrue();
    }
    for (int code = 0; code < 32; code++) {
      assertThat(RunLengthEncoder.widthCode(RunLengthEncoder.width(code))).isEqualTo(code);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void numbersOfEveryShapeComeBack(boolean signed) throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("numbersOfEveryShapeComeBack"));
    for (int count : new int[] {1, 2, 3, 10, 11, 31, 32, 33, 511, 512, 513, 1_500}) {
      for (int bits = 0; bits <= 63; bits += 3) {
        expectAgreement(noise(random, count, bits, signed), signed);
        expectAgreement(patches(random, count, bits, signed), signed);
      }
    }
    expectAgreement(new long[0], signed);
    long[] extremes = {Long.MAX_VALUE, 0, signed ? Long.MIN_VALUE : 1, Long.MAX_VALUE - 1};
    expectAgreement(extremes, signed);
  }

  private static long[] noise(SplittableRandom random, int count, int bits, boolean signed) {
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      long number = bits == 0 ? 0 : random.nextLong() >>> (64 - bits);
      numbers[i] = signed && random.nextBoolean() ? -number : number;
    }
    return numbers;
  }

  /** Stretches that are steady, between others that are not. */
  private static long[] patches(SplittableRandom random, int count, int bits, boolean signed) {
    long[] numbers = noise(random, count, Math.min(bits, 50), signed);
    for (int at = random.nextInt(60); at < count; at += random.nextInt(60)) {
      long step = random.nextInt(3);
      int end = Math.min(count, at + 1 + random.nextInt(80));
      for (int i = at + 1; i < end; i++) {
        numbers[i] = numbers[i - 1] + step;
      }
      at = end;
    }
    return numbers;
  }

  @Test
  void runsMayEndAnywhere() throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("runsMayEndAnywhere"));
    for (int round = 0; round < 200; round++) {
      long[] numbers = patches(random, 1_000, 20, false);
      RunLengthEncoder encoder = new RunLengthEncoder();
      encoder.begin(numbers.length);
      for (int at = 0; at < numbers.length; ) {
        int end = Math.min(numbers.length, at + 1 + random.nextInt(1 + random.nextInt(700)));
        encoder.add(numbers, at, end, false);
        at = end;
      }
      byte[] encoded = Arrays.copyOf(encoder.array(), encoder.size());
      assertThat(decode(encoded, numbers.length, false)).isEqualTo(numbers);
      assertThat(library(encoded, numbers.length, false)).isEqualTo(numbers);
    }
  }

  @Test
  void theBoundHoldsForTheWorst() {
    int most = Limits.MAX_BLOCK_ENTRIES;
    SplittableRandom random = new SplittableRandom(TestRun.seed("theBoundHoldsForTheWorst"));
    RunLengthEncoder encoder = new RunLengthEncoder();
    for (int step : new int[] {1, 2, 3, 32, 33, 700}) {
      long[] numbers = noise(random, most, 63, true);
      for (int at = 0; step > 30 && at + 32 < most; at += step) {
        Arrays.fill(numbers, at + 1, at + 32, numbers[at]);
      }
      encoder.begin(most);
      for (int at = 0; at < most; at += step) {
        encoder.add(numbers, at, Math.min(most, at + step), true);
      }
      assertThat(encoder.size()).isLessThanOrEqualTo(RunLengthEncoder.bound(most) - Long.BYTES);
    }
  }

  @Test
  void bytesThatAreNotSuchRunsAreMalformed() {
    List<long[]> shapes = new ArrayList<>();
    shapes.add(new long[] {7, 7, 7, 7});
    shapes.add(new long[] {7, 9, 7, 1 << 30});
    shapes.add(new long[] {7, 9, 11, 13});
    for (long[] numbers : shapes) {
      byte[] encoded = encode(numbers, false);
      for (int length = 0; length < encoded.length; length++) {
        byte[] cut = Arrays.copyOf(encoded, length);
        assertThatThrownBy(() -> decode(cut, 4, false)).isInstanceOf(MalformedException.class);
      }
      assertThatThrownBy(() -> decode(encoded, 3, false)).hasMessageContaining("longer than");
      assertThatThrownBy(() -> decode(encoded, 5, false)).hasMessageContaining("too early");
      byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
      assertThatThrownBy(() -> decode(longer, 4, false)).hasMessageContaining("more numbers");
    }
    expectMalformed("sort that is not written", 0x8e, 0x13, 0x2b, 0x21, 0x07, 0xd0);
    expectMalformed("sort that is not written", 0xc6, 0x03, 0x02, 0x02, 0x22);
    expectMalformed("more than ten", 0xc0, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1);
  }

  private static void expectMalformed(String problem, int... bytes) {
    byte[] encoded = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      encoded[i] = (byte) bytes[i];
    }
    assertThatThrownBy(() -> decode(encoded, 4, false))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem);
  }

  private static void expectAgreement(long[] numbers, boolean signed) throws IOException {
    byte[] encoded = encode(numbers, signed);
    assertThat(decode(encoded, numbers.length, signed)).isEqualTo(numbers);
    assertThat(library(encoded, numbers.length, signed)).isEqualTo(numbers);
  }

  private static byte[] encode(long[] numbers, boolean signed) {
    RunLengthEncoder encoder = new RunLengthEncoder();
    encoder.begin(numbers.length);
    encoder.add(numbers, 0, numbers.length, signed);
    return Arrays.copyOf(encoder.array(), encoder.size());
  }

  private static long[] decode(byte[] encoded, int count, boolean signed) {
    byte[] around = new byte[encoded.length + 3 + RunLengthDecoder.SLACK];
    Arrays.fill(around, (byte) 0x5a);
    System.arraycopy(encoded, 0, around, 3, encoded.length);
    long[] numbers = new long[count];
    new RunLengthDecoder().decode(around, 3, 3 + encoded.length, count, signed, numbers);
    return numbers;
  }

  private static long[] library(byte[] encoded, int count, boolean signed) throws IOException {
    InStream stream =
        InStream.create("numbers", new BufferChunk(ByteBuffer.wrap(encoded), 0), 0, encoded.length);
    RunLengthIntegerReaderV2 reader = new RunLengthIntegerReaderV2(stream, signed, false);
    long[] numbers = new long[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = reader.next();
    }
    assertThat(reader.hasNext()).isFalse();
    return numbers;
  }
}
