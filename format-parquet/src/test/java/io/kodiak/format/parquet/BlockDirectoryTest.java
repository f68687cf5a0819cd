package io.kodiak.format.parquet;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A directory is small, is rebuilt from the file to the byte, and is not believed. */
class BlockDirectoryTest {
  private static final long LIMIT = 1 << 30;

  @ParameterizedTest
  @CsvSource({"none, 1", "none, 700", "lz4, 2000", "zstd, 131072", "snappy, 300"})
  void theFileAloneGivesTheSameDirectory(String compression, int rowGroupRows) throws IOException {
    long seed = TestRun.seed("theFileAloneGivesTheSameDirectory");
    ParquetFormat format = TestFiles.format(compression, rowGroupRows, 1 << 20);
    for (int round = 0; round < 5; round++) {
      List<Block> blocks = RandomBlocks.random(seed + round, 1 + 900 * round);
      TestFiles.Written written = TestFiles.write(format, blocks);
      assertThat(FooterReader.directory(written.file().source())).isEqualTo(written.directory());
    }
  }

  @Test
  void aBlockTakesFewBytes() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      blocks.add(RandomBlocks.rising(i * 100L, 100, 20));
    }
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4"), blocks);
    assertThat(written.directory().length()).isLessThan(10 * blocks.size());
  }

  @Test
  void numbersOutOfBoundsAreMalformed() {
    int huge = Integer.MAX_VALUE;
    int maxPage = Layout.MAX_PAGE_BYTES + PageHeader.MAX_BYTES;
    expectSound(1, 0, 1, 1, 20, 1, 30, 30, 30);
    expectMalformed("version", 2, 0, 1, 1, 20, 1, 30, 30, 30);
    expectMalformed("compression", 1, 2, 1, 1, 20, 1, 30, 30, 30);
    expectMalformed("row groups", 1, 0, 0);
    expectMalformed("row groups", 1, 0, huge, 1, 20, 1, 30, 30, 30);
    expectMalformed("row groups", 1, 0, 5, 1, 20, 1, 30, 30, 30);
    expectMalformed("number of blocks", 1, 0, 1, 0, 20);
    expectMalformed("number of blocks", 1, 0, 1, huge, 20, 1, 30, 30, 30);
    expectMalformed("number of blocks", 1, 0, 1, 2, 20, 1, 30, 30, 30);
    expectMalformed("column op", 1, 0, 1, 1, 0, 1, 30, 30, 30);
    expectMalformed("column op", 1, 0, 1, 1, LIMIT + 1, 1, 30, 30, 30);
    expectMalformed("column op", 1, 0, 1, 1, -1, 1, 30, 30, 30);
    expectMalformed("number of rows", 1, 0, 1, 1, 20, 0, 30, 30, 30);
    expectMalformed("number of rows", 1, 0, 1, 1, 20, 65_537, 30, 30, 30);
    expectMalformed("size of a page", 1, 0, 1, 1, 20, 1, 0, 30, 30);
    expectMalformed("size of a page", 1, 0, 1, 1, 20, 1, 30, maxPage + 1, 30);
    expectMalformed("count is too large", 1, 0, 1, 1, 20, 1, 30, 30, 1L << 31);
    expectMalformed("longer than the file", 1, 0, 1, 1, LIMIT, 1, 30, 30, 30);
    expectMalformed("longer than its contents", 1, 0, 1, 1, 20, 1, 30, 30, 30, 0);
    expectMalformed("end too early", 1, 0);
  }

  @Test
  void columnsThatOverflowAreMalformed() {
    CompactOutput out = new CompactOutput(64);
    int blocks = 40;
    for (long number : new long[] {1, 0, 1, blocks, 20}) {
      out.varint(number);
    }
    for (int i = 0; i < blocks; i++) {
      for (int number : new int[] {1, Layout.MAX_PAGE_BYTES, 30, 30}) {
        out.varint(number);
      }
    }
    Slice encoded = Slice.of(out.array(), 0, out.size());
    assertThatThrownBy(() -> BlockDirectory.decode(encoded, Long.MAX_VALUE))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("a column is too long");
  }

  @Test
  void noiseIsMalformedOrStaysInBounds() {
    long seed = TestRun.seed("noiseIsMalformedOrStaysInBounds");
    SplittableRandom random = new SplittableRandom(seed);
    BlockPlace place = new BlockPlace();
    for (int round = 0; round < TestRun.scaled(20_000); round++) {
      byte[] noise = new byte[3 + random.nextInt(60)];
      for (int i = 0; i < noise.length; i++) {
        noise[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 1 + random.nextInt(9));
      }
      noise[0] = 1;
      noise[1] = 0;
      BlockDirectory directory;
      try {
        directory = BlockDirectory.decode(Slice.of(noise), 4_000);
      } catch (MalformedException e) {
        continue;
      }
      for (int block = 0; block < directory.blockCount(); block++) {
        directory.locate(block, place);
        expectInside(place.keyPosition, place.keyBytes);
        expectInside(place.seqPosition, place.seqBytes);
        expectInside(place.valuePosition, place.valueBytes);
      }
    }
  }

  private static void expectInside(long position, int bytes) {
    assertThat(position).isGreaterThanOrEqualTo(Layout.MAGIC_BYTES);
    assertThat(bytes).isPositive();
    assertThat(position + bytes).isLessThanOrEqualTo(4_000);
  }

  @Test
  void theDirectoryOfAnotherFileIsReported() throws IOException {
    ParquetFormat format = TestFiles.format("lz4");
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
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining(problem);
  }

  private static Slice encoded(long... numbers) {
    CompactOutput out = new CompactOutput(64);
    for (long number : numbers) {
      out.varint(number);
    }
    return Slice.copyOf(out.array(), 0, out.size());
  }
}
