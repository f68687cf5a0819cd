package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EncodedBlockWriter;
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
  static final String NAME = "tables/test/000007.parquet";
  static final long CREATED = 1_700_000_000_000L;

  /** A file and the directory that its writer returned. */
  record Written(MemoryFile file, Slice directory) {
    /** The blocks, by the directory or by the file alone. */
    List<Block> read(ParquetFormat format, boolean withDirectory) throws IOException {
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

  static ParquetFormat format(String compression) {
    return format(compression, 131_072, 64 << 20);
  }

  static ParquetFormat format(String compression, int rowGroupRows, long rowGroupBytes) {
    Codec codec = Codec.named(compression, ZstdCodec.DEFAULT_LEVEL);
    return new ParquetFormat(new ParquetOptions(codec, codec, rowGroupRows, rowGroupBytes));
  }

  /** A file of the blocks of another one, of which every {@code step}th is appended decoded. */
  static Written copy(ParquetFormat format, Written from, int step) throws IOException {
    MemoryFile file = new MemoryFile(NAME);
    WriteOptions options = new WriteOptions("users", 2, false, 0, CREATED);
    try (SSTableReader reader =
            format.reader(from.file().source(), Layout.VERSION, from.directory());
        EncodedBlockWriter writer = (EncodedBlockWriter) format.writer(file, options)) {
      for (int i = 0; i < reader.blockCount(); i++) {
        EncodedBlock block = ((EncodedBlockReader) reader).encodedBlock(i);
        if (i % step == step - 1) {
          writer.append(block.decode());
        } else {
          writer.append(block);
        }
      }
      return new Written(file, writer.finish());
    }
  }

  static Written write(ParquetFormat format, List<Block> blocks) throws IOException {
    MemoryFile file = new MemoryFile(NAME);
    WriteOptions options = new WriteOptions("users", 2, false, 0, CREATED);
    try (SSTableWriter writer = format.writer(file, options)) {
      for (Block block : blocks) {
        writer.append(block);
      }
      return new Written(file, writer.finish());
    }
  }
}
