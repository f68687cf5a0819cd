package io.kodiak.format.orc;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.testkit.MemoryFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Files for tests. */
final class TestFiles {
  static final String NAME = "tables/test/000007.orc";
  static final long CREATED = 1_700_000_000_000L;

  /** A file and the directory that its writer returned. */
  record Written(MemoryFile file, Slice directory) {
    /** The blocks, by the directory or by the file alone. */
    List<Block> read(OrcFormat format, boolean withDirectory) throws IOException {
      List<Block> blocks = new ArrayList<>();
      try (SSTableReader reader =
          format.reader(file.source(), Layout.VERSION, withDirectory ? directory : null)) {
        for (int i = 0; i < reader.blockCount(); i++) {
          blocks.add(reader.block(i));
        }
      }
      return blocks;
    }
  }

  private TestFiles() {}

  static OrcFormat format(String compression) {
    return format(compression, 64 << 20);
  }

  static OrcFormat format(String compression, long stripeBytes) {
    Codec codec = Codec.named(compression, ZstdCodec.DEFAULT_LEVEL);
    return new OrcFormat(new OrcOptions(codec, codec, stripeBytes));
  }

  static Written write(OrcFormat format, List<Block> blocks) throws IOException {
    MemoryFile file = new MemoryFile(NAME);
    WriteOptions options = new WriteOptions("users", 2, false, 0, CREATED);
    try (SSTableWriter writer = format.writer(file, options)) {
      for (Block block : blocks) {
        writer.append(block);
      }
      return new Written(file, writer.finish());
    }
  }

  /** All blocks as one. */
  static Block joined(List<Block> blocks) {
    BlockBuilder builder = new BlockBuilder();
    blocks.forEach(block -> builder.append(block, 0, block.count()));
    return builder.build();
  }
}
