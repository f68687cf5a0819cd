package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.Limits;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What every SSTable format owes, as tests: extend this class, say which provider, and run it.
 *
 * <p>Any blocks come back as they were appended, in any order and from any thread, with the
 * directory and without it; a damaged file or directory is reported as {@link
 * io.kodiak.api.CorruptionException}; errors of the file system pass through. Some tests draw
 * random data and print their seed: see {@link TestRun}. They need about 700 MiB of heap.
 */
public abstract class SSTableFormatContract extends SSTableFormatReaderContract {
  /** For subclasses. */
  protected SSTableFormatContract() {}

  @Test
  void namesItsFilesAndItsLayout() {
    assertThat(create().fileExtension()).matches("[a-z0-9]+");
    assertThat(create().version()).isPositive();
  }

  @Test
  void namesTheEncodingOfAFileInTheSameFewWordsEachTime() {
    for (int level = 0; level < 8; level++) {
      for (boolean last : new boolean[] {false, true}) {
        WriteOptions options = new WriteOptions("t", level, last, 0, 1L);
        String words = create().encoding(options);
        assertThat(words).isNotBlank().hasSizeLessThanOrEqualTo(Limits.MAX_ENCODING_CHARS);
        WriteOptions later = new WriteOptions("u", level, last, 1_000_000, 2L);
        assertThat(create().encoding(later)).isEqualTo(words);
      }
    }
  }

  @Test
  void givesBackASingleEntry() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = List.of(RandomBlocks.single(Slice.utf8("key"), Slice.utf8("value")));
    expectAll(format, write(format, blocks), blocks);
  }

  @Test
  void givesBackRandomBlocks() throws IOException {
    long seed = TestRun.seed("givesBackRandomBlocks");
    SSTableFormat format = create();
    for (int round = 0; round < TestRun.scaled(10); round++) {
      List<Block> blocks = RandomBlocks.random(seed + round, 1 + round * 400);
      expectAll(format, write(format, blocks), blocks);
    }
  }

  @Test
  void givesBackBlocksOfEveryNumberOfRows() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = new ArrayList<>();
    long key = 0;
    for (int rows : new int[] {1, 2, 7, 8, 9, 31, 32, 33, 127, 128, 129, 1000, 1024, 1025, 1}) {
      blocks.add(RandomBlocks.rising(key, rows, rows % 5));
      key += rows;
    }
    expectAll(format, write(format, blocks), blocks);
  }

  @Test
  void givesBackTheLargestBlocks() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = new ArrayList<>();
    blocks.add(RandomBlocks.rising(0, Limits.MAX_BLOCK_ENTRIES, 3));
    blocks.add(RandomBlocks.rising(1L << 32, 15, 1 << 20));
    byte[] longest = new byte[Limits.MAX_KEY_BYTES];
    longest[0] = 1;
    blocks.add(RandomBlocks.single(Slice.of(longest), Slice.EMPTY));
    expectAll(format, write(format, blocks), blocks);
  }

  @Test
  void givesBackTheLargestValue() throws IOException {
    SSTableFormat format = create();
    byte[] value = new byte[Limits.MAX_VALUE_BYTES];
    for (int i = 0; i < value.length; i += 997) {
      value[i] = (byte) i;
    }
    List<Block> blocks =
        List.of(
            RandomBlocks.rising(0, 3, 10),
            RandomBlocks.single(Slice.utf8("large"), Slice.of(value)),
            RandomBlocks.single(Slice.utf8("small"), Slice.utf8("v")));
    expectAll(format, write(format, blocks), blocks);
  }

  @Test
  void givesBackTombstonesAndEmptyValues() throws IOException {
    SSTableFormat format = create();
    Block dead = RandomBlocks.tombstones(500);
    Block empty = RandomBlocks.rising(1L << 60, 500, 0);
    expectAll(format, write(format, List.of(dead)), List.of(dead));
    expectAll(format, write(format, List.of(empty)), List.of(empty));
    expectAll(format, write(format, List.of(dead, empty)), List.of(dead, empty));
  }

  @Test
  void givesBackVersionsThatContinueInTheNextBlock() throws IOException {
    SSTableFormat format = create();
    List<Entry> versions = new ArrayList<>();
    for (int i = 100; i > 0; i--) {
      Slice key = Slice.utf8("one-key");
      versions.add(i % 3 == 0 ? Entry.delete(key, i) : Entry.put(key, i, Slice.utf8("v" + i)));
    }
    List<Block> blocks = RandomBlocks.cut(versions, new SplittableRandom(7), 9);
    assertThat(blocks).hasSizeGreaterThan(10);
    expectAll(format, write(format, blocks), blocks);
  }

  @Test
  void takesBlocksWhereverTheirBytesLie() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = RandomBlocks.random(8, 2_000);
    List<Block> spread = new ArrayList<>();
    blocks.forEach(block -> spread.add(RandomBlocks.spread(block)));
    expectAll(format, write(format, spread), blocks);
  }

  @Test
  void aBlockMayChangeOnceItWasAppended() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = RandomBlocks.random(10, 2_000);
    MemoryFile file = new MemoryFile(FILE);
    try (SSTableWriter writer = format.writer(file, options(1, false, 0))) {
      for (Block block : blocks) {
        Block lent = RandomBlocks.copy(block);
        writer.append(lent);
        RandomBlocks.overwrite(lent);
      }
      expectAll(format, new Written(file, writer.finish().copy()), blocks);
    }
  }

  @Test
  void optionsAreHintsOnly() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = RandomBlocks.random(9, 1_500);
    for (long expected : new long[] {0, 1, 1_500, 1L << 40}) {
      expectAll(format, write(format, blocks, options(0, false, expected)), blocks);
      expectAll(format, write(format, blocks, options(6, true, expected)), blocks);
    }
  }

  @Test
  void writersOfOneFormatAreApart() throws IOException {
    SSTableFormat format = create();
    List<Block> one = RandomBlocks.random(14, 1_000);
    List<Block> other = RandomBlocks.random(15, 1_000);
    MemoryFile oneFile = new MemoryFile("one");
    MemoryFile otherFile = new MemoryFile("other");
    try (SSTableWriter oneWriter = format.writer(oneFile, options(0, false, 0));
        SSTableWriter otherWriter = format.writer(otherFile, options(3, true, 0))) {
      for (int i = 0; i < Math.max(one.size(), other.size()); i++) {
        if (i < one.size()) {
          oneWriter.append(one.get(i));
        }
        if (i < other.size()) {
          otherWriter.append(other.get(i));
        }
      }
      Written oneWritten = new Written(oneFile, oneWriter.finish().copy());
      Written otherWritten = new Written(otherFile, otherWriter.finish().copy());
      expectAll(format, oneWritten, one);
      expectAll(format, otherWritten, other);
    }
  }

  @Test
  void bytesWrittenFollowsTheFile() throws IOException {
    SSTableFormat format = create();
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      blocks.add(RandomBlocks.rising(i * 100L, 100, 150));
    }
    MemoryFile file = new MemoryFile(FILE);
    try (SSTableWriter writer = format.writer(file, options(1, false, 0))) {
      long before = writer.bytesWritten();
      assertThat(before).isNotNegative();
      for (Block block : blocks) {
        writer.append(block);
        long now = writer.bytesWritten();
        assertThat(now).isGreaterThan(before).isGreaterThanOrEqualTo(file.position());
        before = now;
      }
      writer.finish();
      long size = file.position();
      assertThat(before)
          .as("before the end, for %d in the end", size)
          .isBetween(size / 2, size * 2);
      assertThat(writer.bytesWritten()).isEqualTo(size);
    }
  }

  @Test
  void anAbandonedWriterGoesQuietly() throws IOException {
    SSTableFormat format = create();
    format.writer(new MemoryFile("unused"), options(1, false, 0)).close();
    MemoryFile file = new MemoryFile("abandoned");
    SSTableWriter writer = format.writer(file, options(1, false, 0));
    for (Block block : RandomBlocks.random(17, 500)) {
      writer.append(block);
    }
    writer.close();
    long length = file.position();
    writer.close();
    assertThat(file.position()).isEqualTo(length);
    List<Block> blocks = RandomBlocks.random(18, 500);
    expectAll(format, write(format, blocks), blocks);
  }
}
