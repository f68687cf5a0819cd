package io.kodiak.format.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.Slice;
import io.kodiak.testkit.RandomBlocks;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directory is small, is found in the file to the byte, and is not believed. */
class BlockDirectoryTest {
  private static final long LIMIT = 1 << 30;

  @ParameterizedTest
  @CsvSource({"none, 65536", "none, 1000000", "lz4, 200000", "zstd, 65536", "snappy, 65536"})
  void theFileAloneGivesTheSameDirectory(String compression, long stripeBytes) throws IOException {
    long seed = TestRun.seed("theFileAloneGivesTheSameDirectory");
    OrcFormat format = TestFiles.format(compression, stripeBytes);
    for (int round = 0; round < 5; round++) {
      List<Block> blocks = RandomBlocks.random(seed + round, 1 + 900 * round);
      TestFiles.Written written = TestFiles.write(format, blocks);
      assertThat(FooterReader.directory(written.file().source())).isEqualTo(written.directory());
    }
  }

  @Test
  void aBlockTakesFewBytes() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    List<Block> blocks = new ArrayList<>();
    int key = 0;
    for (int i = 0; i < 1_000; i++) {
      int rows = 130 + random.nextInt(20);
      blocks.add(RandomBlocks.rising(key, rows, 20));
      key += rows;
    }
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4"), blocks);
    assertThat(written.directory().length()).isLessThan(10 * blocks.size());
  }

  @Test
  void numbersOutOfBoundsAreMalformed() {
    int maxData = Layout.MAX_DATA_PART_BYTES;
    int maxNumbers = Layout.MAX_NUMBER_PART_BYTES;
    expectSound(1, 0, 1, 1, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectSound(1, 0, 1, 1, 20, 5, 30, 7, 7, 9, 9, 9, 9, 0, 0);
    expectMalformed("version", 3, 0, 1, 1, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("compression", 1, 1, 1, 1, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("has no stripe", 1, 0, 0);
    expectMalformed("of stripes", 1, 0, 2, 1, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("of stripes", 1, 0, -1, 1, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("has no block", 1, 0, 1, 0, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("of blocks", 1, 0, 1, 2, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("of a stripe", 1, 0, 1, 1, LIMIT + 1, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("of a stripe", 1, 0, 1, 1, 20, -1, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("no rows", 1, 0, 1, 1, 20, 0, 30, 0, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("of a block", 1, 0, 1, 1, 20, 0, 30, 65_537, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("of a block", 1, 0, 1, 1, 20, 0, 30, 7, 8, 9, 9, 9, 9, 9, 9);
    expectMalformed("of a block", 1, 0, 1, 1, 20, 0, 30, 7, 0, maxData + 1, 9, 9, 9, 9, 9);
    expectMalformed("of a block", 1, 0, 1, 1, 20, 0, 30, 7, 0, 9, maxNumbers + 1, 9, 9, 9, 9);
    expectMalformed("of a block", 1, 0, 1, 1, 20, 0, 30, 7, 0, 9, 9, -1, 9, 9, 9);
    expectMalformed("than the file", 1, 0, 1, 1, LIMIT, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    expectMalformed("its contents", 1, 0, 1, 1, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9, 0);
    expectMalformed("too early", 1, 0);
  }

  @Test
  void aChecksumThatIsWrongIsMalformed() {
    Slice encoded = encoded(1, 0, 1, 1, 20, 0, 30, 7, 0, 9, 9, 9, 9, 9, 9);
    for (int bit = 0; bit < 8 * encoded.length(); bit++) {
      byte[] bytes = encoded.toByteArray();
      bytes[bit >>> 3] ^= (byte) (1 << (bit & 7));
      assertThatThrownBy(() -> BlockDirectory.decode(Slice.of(bytes), LIMIT))
          .isInstanceOf(MalformedException.class)
          .hasMessageContaining("checksum");
    }
    assertThatThrownBy(() -> BlockDirectory.decode(Slice.of(new byte[3]), LIMIT))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void streamsThatOverflowAreMalformed() {
    int blocks = 40;
    long[] numbers = new long[7 + 8 * blocks];
    System.arraycopy(new long[] {1, 0, 1, blocks, 20, 0, 30, 7, 0}, 0, numbers, 0, 9);
    numbers[9] = Layout.MAX_DATA_PART_BYTES;
    assertThatThrownBy(() -> BlockDirectory.decode(encoded(numbers), Long.MAX_VALUE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a stream is too long");
  }

  @Test
  void noiseIsMalformedOrStaysInBounds() {
    SplittableRandom random = new SplittableRandom(TestRun.seed("noiseStaysInBounds"));
    BlockPlace place = new BlockPlace();
    for (int round = 0; round < TestRun.scaled(20_000); round++) {
      long[] numbers = new long[7 + 8 * (1 + random.nextInt(4))];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextInt(20) == 0 ? random.nextInt(5_000) : random.nextInt(9);
      }
      numbers[0] = 1;
      numbers[1] = 0;
      numbers[2] = 1;
      BlockDirectory directory;
      try {
        directory = BlockDirectory.decode(encoded(numbers), 4_000);
      } catch (MalformedException e) {
        continue;
      }
      for (int block = 0; block < directory.blockCount(); block++) {
        directory.locate(block, place);
        expectInBounds(place, 4_000);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"none, 65536", "lz4, 200000"})
  void changedBytesAreMalformedOrStayInBounds(String compression, long stripeBytes)
      throws IOException {
    long seed = TestRun.seed("changedBytesStayInBounds");
    SplittableRandom random = new SplittableRandom(seed);
    OrcFormat format = TestFiles.format(compression, stripeBytes);
    TestFiles.Written written = TestFiles.write(format, RandomBlocks.random(seed, 4_000));
    byte[] whole = written.directory().toByteArray();
    long limit = written.file().source().length();
    BlockPlace place = new BlockPlace();
    int malformed = 0;
    for (int round = 0; round < TestRun.scaled(4_000); round++) {
      byte[] bytes = whole.clone();
      int near = random.nextBoolean() ? bytes.length - 4 : Math.min(bytes.length - 4, 40);
      for (int i = random.nextInt(3); i >= 0; i--) {
        bytes[1 + random.nextInt(near - 1)] = (byte) random.nextInt();
      }
      seal(bytes);
      try {
        BlockDirectory directory = BlockDirectory.decode(Slice.of(bytes), limit);
        for (int block = 0; block < Math.min(10_000, directory.blockCount()); block++) {
          directory.locate(block, place);
          expectInBounds(place, limit);
        }
      } catch (MalformedException e) {
        malformed++;
      }
    }
    assertThat(malformed).isPositive();
  }

  private static void expectInBounds(BlockPlace place, long limit) {
    assertThat(place.rows).isPositive();
    for (int stream = 0; stream < Layout.STREAM_COUNT; stream++) {
      long begin = place.positions[stream];
      assertThat(begin).isGreaterThanOrEqualTo(Layout.MAGIC_BYTES);
      assertThat(place.bytes[stream]).isNotNegative();
      assertThat(begin + place.bytes[stream]).isLessThanOrEqualTo(limit);
    }
  }

  private static void seal(byte[] directory) {
    int end = directory.length - 4;
    int crc = BlockDirectory.crc(directory, 0, end);
    for (int i = 0; i < 4; i++) {
      directory[end + i] = (byte) (crc >>> (8 * i));
    }
  }

  @Test
  void theDirectoryOfAnotherFileIsReported() throws IOException {
    OrcFormat format = TestFiles.format("lz4");
    TestFiles.Written one = TestFiles.write(format, RandomBlocks.random(1, 2_000));
    TestFiles.Written other = TestFiles.write(format, RandomBlocks.random(2, 2_000));
    TestFiles.Written mixed = new TestFiles.Written(one.file(), other.directory());
    assertThatThrownBy(() -> mixed.read(format, true))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(TestFiles.NAME);
  }

  private static void expectSound(long... numbers) {
    assertThat(BlockDirectory.decode(encoded(numbers), LIMIT).blockCount()).isEqualTo(1);
  }

  private static void expectMalformed(String problem, long... numbers) {
    assertThatThrownBy(() -> BlockDirectory.decode(encoded(numbers), LIMIT))
        .as("%s", problem)
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem);
  }

  /** Seven numbers as they are, then the ones of blocks folded, then a checksum that is right. */
  private static Slice encoded(long... numbers) {
    ProtoOutput out = new ProtoOutput(64);
    for (int i = 0; i < numbers.length; i++) {
      out.varint(i < 7 ? numbers[i] : ProtoOutput.zigzag(numbers[i]));
    }
    CRC32C crc = new CRC32C();
    crc.update(out.array(), 0, out.size());
    for (int shift = 0; shift < 32; shift += 8) {
      out.raw(new byte[] {(byte) (crc.getValue() >>> shift)}, 0, 1);
    }
    return Slice.copyOf(out.array(), 0, out.size());
  }
}
