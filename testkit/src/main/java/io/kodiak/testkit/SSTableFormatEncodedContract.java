package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a format owes whose blocks go from file to file without being decoded. */
abstract class SSTableFormatEncodedContract extends SSTableFormatFixture {
  /** The encoded blocks of a file; the test is left out when the format has none. */
  private static List<EncodedBlock> encoded(SSTableFormat format, Written written)
      throws IOException {
    List<EncodedBlock> blocks = new ArrayList<>();
    try (SSTableReader reader = open(format, written.file().source(), written.directory())) {
      assumeThat(reader).isInstanceOf(EncodedBlockReader.class);
      for (int i = 0; i < reader.blockCount(); i++) {
        blocks.add(((EncodedBlockReader) reader).encodedBlock(i));
      }
    }
    return blocks;
  }

  @Test
  void anEncodedBlockHasTheRowsAndDecodesToAllOfTheBlock() throws IOException {
    SSTableFormat format = create();
    long seed = TestRun.seed("anEncodedBlockHasTheRowsAndDecodesToAllOfTheBlock");
    List<Block> blocks = RandomBlocks.random(seed, 3_000);
    // The reader is closed: an encoded block needs it no more.
    List<EncodedBlock> encoded = encoded(format, write(format, blocks));
    assertThat(encoded).hasSameSizeAs(blocks);
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      Block rows = encoded.get(i).rows();
      rows.check();
      assertThat(rows.equals(withoutValues(block))).as("rows of block %d", i).isTrue();
      assertThat(rows.values().length(block.count() - 1)).isZero();
      assertThat(encoded.get(i).encodedBytes()).isPositive();
      assertThat(encoded.get(i).valueBytes()).isNotNegative();
      expectSame(encoded.get(i).decode(), block, i);
      expectSame(encoded.get(i).decode(), block, i);
    }
  }

  private static Block withoutValues(Block block) {
    return Block.withoutValues(
        block.count(), block.keyArray(), block.keyOffsets(), block.sequences(), block.kinds());
  }

  @Test
  void anEncodedBlockTellsAboutHowLargeItsValuesAre() throws IOException {
    SSTableFormat format = create();
    for (int bytes : new int[] {0, 10, 100, 1_000}) {
      List<Block> blocks = List.of(RandomBlocks.rising(0, 200, bytes));
      EncodedBlock encoded = encoded(format, write(format, blocks)).get(0);
      long all = 200L * bytes;
      assertThat(encoded.valueBytes())
          .as("bytes of 200 values of %d bytes", bytes)
          .isBetween(all, all + all / 8 + 1_000);
    }
  }

  @Test
  void aFileOfBlocksTakenOverIsAsGoodAsOneOfBlocksAppended() throws IOException {
    SSTableFormat format = create();
    for (int round = 0; round < 4; round++) {
      WriteOptions options = options(round, round % 2 == 1, 0);
      List<Block> blocks = RandomBlocks.random(30 + round, 200 + round * 2_000);
      Written source = write(format, blocks, options);
      Written copy = copy(format, blocks, encoded(format, source), options, new boolean[] {true});
      expectAll(format, copy, blocks);
      // And that one's blocks can be taken over again.
      Written again =
          copy(format, blocks, encoded(format, copy), options, new boolean[] {true, false, true});
      expectAll(format, again, blocks);
      Slice made = format.directory(again.file().source(), format.version());
      assertThat(made.length() == 0 || made.equals(again.directory())).isTrue();
    }
  }

  /**
   * Writes blocks, some of them encoded.
   *
   * @param taken which of so many blocks in turn are taken over
   */
  private static Written copy(
      SSTableFormat format,
      List<Block> blocks,
      List<EncodedBlock> encoded,
      WriteOptions options,
      boolean[] taken)
      throws IOException {
    MemoryFile file = new MemoryFile(FILE);
    try (SSTableWriter writer = format.writer(file, options)) {
      assertThat(writer).isInstanceOf(EncodedBlockWriter.class);
      EncodedBlockWriter taker = (EncodedBlockWriter) writer;
      for (int i = 0; i < blocks.size(); i++) {
        long before = writer.bytesWritten();
        if (taken[i % taken.length]) {
          assertThat(taker.accepts(encoded.get(i))).as("accepts block %d", i).isTrue();
          taker.append(encoded.get(i));
        } else {
          taker.append(blocks.get(i));
        }
        assertThat(writer.bytesWritten()).isGreaterThan(before);
      }
      Slice directory = writer.finish().copy();
      assertThat(writer.bytesWritten()).isEqualTo(file.position());
      return new Written(file, directory);
    }
  }

  @Test
  void blocksOfSeveralFilesGoIntoOne() throws IOException {
    SSTableFormat format = create();
    SplittableRandom random = new SplittableRandom(TestRun.seed("blocksOfSeveralFilesGoIntoOne"));
    List<Block> all = new ArrayList<>();
    List<EncodedBlock> encoded = new ArrayList<>();
    WriteOptions options = options(2, false, 0);
    for (int i = 0; i < 40; i++) {
      List<Block> blocks = new ArrayList<>();
      for (int j = 0; j <= i % 3; j++) {
        int rows = 1 + random.nextInt(300);
        blocks.add(RandomBlocks.rising(1_000L * (3 * i + j), rows, random.nextInt(200)));
      }
      all.addAll(blocks);
      encoded.addAll(encoded(format, write(format, blocks, options)));
    }
    expectAll(format, copy(format, all, encoded, options, new boolean[] {true}), all);
  }

  @Test
  void aWriterOfAnotherEncodingRefusesOrGetsItRight() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = RandomBlocks.random(40, 1_500);
    List<EncodedBlock> encoded = encoded(format, write(format, blocks, options(1, false, 0)));
    MemoryFile file = new MemoryFile(FILE);
    try (SSTableWriter writer = format.writer(file, options(6, true, 0))) {
      EncodedBlockWriter taker = (EncodedBlockWriter) writer;
      for (int i = 0; i < blocks.size(); i++) {
        if (taker.accepts(encoded.get(i))) {
          taker.append(encoded.get(i));
        } else {
          taker.append(blocks.get(i));
        }
      }
      expectAll(format, new Written(file, writer.finish().copy()), blocks);
    }
  }

  @Test
  void aWriterRefusesTheBlocksOfAnotherFormat() throws IOException {
    SSTableFormat format = create();
    Block block = RandomBlocks.rising(0, 100, 10);
    assertThat(encoded(format, write(format, List.of(block)))).hasSize(1);
    MemoryFile file = new MemoryFile(FILE);
    try (SSTableWriter writer = format.writer(file, options(1, false, 0))) {
      assertThat(((EncodedBlockWriter) writer).accepts(new Foreign(block))).isFalse();
      writer.append(block);
      expectAll(format, new Written(file, writer.finish().copy()), List.of(block));
    }
  }

  /** A block of nobody. */
  private record Foreign(Block whole) implements EncodedBlock {
    @Override
    public Block rows() {
      return withoutValues(whole);
    }

    @Override
    public long valueBytes() {
      return 0;
    }

    @Override
    public long encodedBytes() {
      return 1;
    }

    @Override
    public Block decode() {
      return whole;
    }
  }
}
