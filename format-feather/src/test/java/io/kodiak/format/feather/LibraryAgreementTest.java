package io.kodiak.format.feather;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.EntryKind;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.testkit.MemoryFile;
import io.kodiak.testkit.RandomBlocks;
import io.kodiak.testkit.TestRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.util.ByteArrayReadableSeekableByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arrow's library reads the files and finds in them what was appended. */
class LibraryAgreementTest {
  private static final WriteOptions OPTIONS =
      new WriteOptions("users", 2, false, 0, 1_700_000_000_000L);

  private static byte[] write(String compression, List<Block> blocks) throws IOException {
    MemoryFile file = new MemoryFile("tables/test/000007.arrow");
    Codec codec = Codec.named(compression, ZstdCodec.DEFAULT_LEVEL);
    FeatherFormat format = new FeatherFormat(new FeatherOptions(codec, codec));
    try (SSTableWriter writer = format.writer(file, OPTIONS)) {
      for (Block block : blocks) {
        writer.append(block);
      }
      writer.finish();
    }
    return file.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd"})
  void readsEveryBatchAsTheBlockThatItIs(String compression) throws IOException {
    List<Block> blocks = RandomBlocks.random(TestRun.seed("readsEveryBatch"), 3_000);
    assertThat(readFile(write(compression, blocks))).isEqualTo(blocks);
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd"})
  void aFileOfBlocksTakenOverHasTheSameBytes(String compression) throws IOException {
    List<Block> blocks =
        RandomBlocks.random(TestRun.seed("aFileOfBlocksTakenOverHasTheSameBytes"), 3_000);
    byte[] written = write(compression, blocks);
    byte[] copied = copy(compression, written);
    assertThat(copied).isEqualTo(written);
    assertThat(readFile(copied)).isEqualTo(blocks);
  }

  private static byte[] copy(String compression, byte[] from) throws IOException {
    MemoryFile file = new MemoryFile("tables/test/000008.arrow");
    Codec codec = Codec.named(compression, ZstdCodec.DEFAULT_LEVEL);
    FeatherFormat format = new FeatherFormat(new FeatherOptions(codec, codec));
    FileSource source = MemoryFile.of("tables/test/000007.arrow", from).source();
    try (SSTableReader reader = format.reader(source, Layout.VERSION, null);
        EncodedBlockWriter writer = (EncodedBlockWriter) format.writer(file, OPTIONS)) {
      for (int i = 0; i < reader.blockCount(); i++) {
        EncodedBlock block = ((EncodedBlockReader) reader).encodedBlock(i);
        if (i % 5 == 4) {
          writer.append(block.decode());
        } else {
          writer.append(block);
        }
      }
      writer.finish();
    }
    return file.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd"})
  void readsTombstonesLargeValuesAndLongKeys(String compression) throws IOException {
    byte[] longest = new byte[Limits.MAX_KEY_BYTES];
    longest[0] = (byte) 0xff;
    List<Block> blocks =
        List.of(
            RandomBlocks.tombstones(300),
            RandomBlocks.rising(1L << 40, 3, 5 << 20),
            RandomBlocks.rising(1L << 41, Limits.MAX_BLOCK_ENTRIES, 0),
            RandomBlocks.single(Slice.of(longest), Slice.EMPTY));
    assertThat(readFile(write(compression, blocks))).isEqualTo(blocks);
  }

  @Test
  void readsTheFileAsAStreamBehindItsMagicNumber() throws IOException {
    List<Block> blocks = RandomBlocks.random(5, 1_000);
    byte[] file = write("zstd", blocks);
    int begin = Layout.begin().length;
    try (BufferAllocator allocator = new RootAllocator();
        ArrowStreamReader reader =
            new ArrowStreamReader(
                Channels.newChannel(new ByteArrayInputStream(file, begin, file.length - begin)),
                allocator,
                CommonsCompressionFactory.INSTANCE)) {
      List<Block> read = new ArrayList<>();
      while (reader.loadNextBatch()) {
        read.add(block(reader.getVectorSchemaRoot()));
      }
      assertThat(read).isEqualTo(blocks);
    }
  }

  @Test
  void findsSchemaAndProperties() throws IOException {
    List<Block> blocks =
        List.of(RandomBlocks.tombstones(10), RandomBlocks.rising(1L << 40, 1_000, 20));
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = open(write("lz4", blocks), allocator)) {
      assertThat(reader.getVectorSchemaRoot().getSchema().toString())
          .isEqualTo(
              "Schema<key: Binary not null, seq: Int(64, true) not null,"
                  + " op: Int(32, true) not null, value: Binary>");
      assertThat(reader.getMetaData())
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "kodiak.table", "users",
                  "kodiak.level", "2",
                  "kodiak.format-version", "1",
                  "kodiak.min-sequence", "1",
                  "kodiak.max-sequence", "1000",
                  "kodiak.entries", "1010",
                  "kodiak.tombstones", "10",
                  "kodiak.created", "2023-11-14T22:13:20Z"));
    }
  }

  private static ArrowFileReader open(byte[] file, BufferAllocator allocator) {
    return new ArrowFileReader(
        new ByteArrayReadableSeekableByteChannel(file),
        allocator,
        CommonsCompressionFactory.INSTANCE);
  }

  private static List<Block> readFile(byte[] file) throws IOException {
    List<Block> blocks = new ArrayList<>();
    try (BufferAllocator allocator = new RootAllocator();
        ArrowFileReader reader = open(file, allocator)) {
      while (reader.loadNextBatch()) {
        blocks.add(block(reader.getVectorSchemaRoot()));
      }
    }
    return blocks;
  }

  private static Block block(VectorSchemaRoot root) {
    VarBinaryVector keys = (VarBinaryVector) root.getVector("key");
    BigIntVector sequences = (BigIntVector) root.getVector("seq");
    IntVector kinds = (IntVector) root.getVector("op");
    VarBinaryVector values = (VarBinaryVector) root.getVector("value");
    BlockBuilder builder = new BlockBuilder();
    for (int row = 0; row < root.getRowCount(); row++) {
      EntryKind kind = EntryKind.ofCode(kinds.get(row));
      assertThat(values.isNull(row)).isEqualTo(kind == EntryKind.DELETE);
      Slice value = kind == EntryKind.DELETE ? Slice.EMPTY : Slice.of(values.get(row));
      builder.append(Slice.of(keys.get(row)), sequences.get(row), kind, value);
    }
    return builder.build();
  }
}
