package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the tests of formats share: writing a file of blocks and reading it. */
abstract class SSTableFormatFixture extends ProviderContract<SSTableFormat, SSTableFormatProvider> {
  static final String FILE = "tables/contract/000001.data";

  /** A finished file and its directory. */
  record Written(MemoryFile file, Slice directory) {}

  static WriteOptions options(int level, boolean lastLevel, long entries) {
    return new WriteOptions("contract", level, lastLevel, entries, 1_700_000_000_000L);
  }

  static Written write(SSTableFormat format, List<Block> blocks) throws IOException {
    return write(format, blocks, options(1, false, 0));
  }

  static Written write(SSTableFormat format, List<Block> blocks, WriteOptions options)
      throws IOException {
    MemoryFile file = new MemoryFile(FILE);
    try (SSTableWriter writer = format.writer(file, options)) {
      for (Block block : blocks) {
        writer.append(block);
      }
      Slice directory = writer.finish().copy();
      return new Written(file, directory);
    }
  }

  static SSTableReader open(SSTableFormat format, FileSource source, @Nullable Slice directory)
      throws IOException {
    return format.reader(source, format.version(), directory);
  }

  /** Expects a block to be sound and to equal what was appended. */
  static void expectSame(Block actual, Block expected, int index) {
    actual.check();
    assertThat(actual.values().name()).isEqualTo(Block.VALUE);
    assertThat(actual.equals(expected))
        .as("block %d: read %s, appended %s", index, actual, expected)
        .isTrue();
  }

  /** Expects all blocks of the file, in their order, with and without the directory. */
  static void expectAll(SSTableFormat format, Written written, List<Block> blocks)
      throws IOException {
    for (Slice directory : new Slice[] {written.directory(), null}) {
      try (SSTableReader reader = open(format, written.file().source(), directory)) {
        assertThat(reader.blockCount()).isEqualTo(blocks.size());
        for (int i = 0; i < blocks.size(); i++) {
          expectSame(reader.block(i), blocks.get(i), i);
        }
      }
    }
  }
}
