package io.kodiak.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.testkit.RandomBlocks;
import io.kodiak.testkit.TestRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.filter2.predicate.FilterApi;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.ColumnOrder;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SortingColumn;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.internal.column.columnindex.BoundaryOrder;
import org.apache.parquet.internal.column.columnindex.ColumnIndex;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The Parquet library reads the files and finds in them what was appended. */
class LibraryAgreementTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void readsEveryRow(String compression) throws IOException {
    long seed = TestRun.seed("readsEveryRow");
    List<Block> blocks = RandomBlocks.random(seed, 5_000);
    TestFiles.Written written =
        TestFiles.write(TestFiles.format(compression, 2_000, 1 << 20), blocks);
    assertThat(LibraryReader.readAll(written.file().toByteArray())).isEqualTo(joined(blocks));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void readsEveryRowOfBlocksThatWereTakenOver(String compression) throws IOException {
    List<Block> blocks =
        RandomBlocks.random(TestRun.seed("readsEveryRowOfBlocksThatWereTakenOver"), 5_000);
    ParquetFormat format = TestFiles.format(compression, 2_000, 1 << 20);
    TestFiles.Written copy = TestFiles.copy(format, TestFiles.write(format, blocks), 7);
    assertThat(LibraryReader.readAll(copy.file().toByteArray())).isEqualTo(joined(blocks));
  }

  /** So whatever is true of the pages, indexes and statistics of a file is true of the other. */
  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void aFileOfBlocksTakenOverHasTheSameBytes(String compression) throws IOException {
    List<Block> blocks = new ArrayList<>(List.of(RandomBlocks.tombstones(40)));
    for (int i = 1; i < 60; i++) {
      blocks.add(RandomBlocks.rising(1_000L * i + (1L << 40), 1 + i * 11, i % 9 * 20));
    }
    ParquetFormat format = TestFiles.format(compression, 2_000, 1 << 20);
    TestFiles.Written written = TestFiles.write(format, blocks);
    TestFiles.Written copy = TestFiles.copy(format, written, 5);
    assertThat(copy.file().toByteArray()).isEqualTo(written.file().toByteArray());
    assertThat(copy.directory()).isEqualTo(written.directory());
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "zstd"})
  void readsBlocksOfNothingButTombstones(String compression) throws IOException {
    List<Block> blocks = List.of(RandomBlocks.tombstones(300));
    TestFiles.Written written = TestFiles.write(TestFiles.format(compression), blocks);
    assertThat(LibraryReader.readAll(written.file().toByteArray())).isEqualTo(blocks.get(0));
  }

  @Test
  void findsSchemaAndProperties() throws IOException {
    List<Block> blocks =
        List.of(RandomBlocks.tombstones(10), RandomBlocks.rising(1L << 40, 1_000, 20));
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4"), blocks);
    try (ParquetFileReader reader = open(written)) {
      assertThat(reader.getFileMetaData().getSchema().toString())
          .isEqualTo(
              """
              message kodiak {
                required binary key;
                required int64 seq;
                required int32 op;
                optional binary value;
              }
              """);
      assertThat(reader.getFileMetaData().getKeyValueMetaData())
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
      assertThat(reader.getRecordCount()).isEqualTo(1_010);
    }
  }

  @Test
  void findsOnePageOfEachColumnForEachBlock() throws IOException {
    List<Block> blocks = RandomBlocks.random(3, 3_000);
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4", 1_000, 1 << 20), blocks);
    try (ParquetFileReader reader = open(written)) {
      List<BlockMetaData> groups = reader.getFooter().getBlocks();
      assertThat(groups).hasSizeGreaterThan(2);
      List<Integer> rows = new ArrayList<>();
      for (BlockMetaData group : groups) {
        OffsetIndex keys = reader.readOffsetIndex(group.getColumns().get(0));
        for (ColumnChunkMetaData chunk : group.getColumns()) {
          OffsetIndex pages = reader.readOffsetIndex(chunk);
          assertThat(pages.getPageCount()).isEqualTo(keys.getPageCount());
          assertThat(pages.getOffset(0)).isEqualTo(chunk.getFirstDataPageOffset());
          for (int i = 0; i < keys.getPageCount(); i++) {
            assertThat(pages.getFirstRowIndex(i)).isEqualTo(keys.getFirstRowIndex(i));
          }
        }
        for (int i = 0; i < keys.getPageCount(); i++) {
          long last = keys.getLastRowIndex(i, group.getRowCount());
          rows.add((int) (last - keys.getFirstRowIndex(i) + 1));
        }
      }
      assertThat(rows).isEqualTo(blocks.stream().map(Block::count).toList());
    }
  }

  @Test
  void findsBoundsThatAreNotTruncated() throws IOException {
    List<Block> blocks = LongKeys.blocks(20, 50);
    TestFiles.Written written = TestFiles.write(TestFiles.format("zstd"), blocks);
    try (ParquetFileReader reader = open(written)) {
      BlockMetaData group = reader.getFooter().getBlocks().get(0);
      ColumnChunkMetaData chunk = group.getColumns().get(0);
      Block last = blocks.get(blocks.size() - 1);
      assertThat(chunk.getStatistics().getMinBytes()).isEqualTo(blocks.get(0).key(0).toByteArray());
      assertThat(chunk.getStatistics().getMaxBytes())
          .isEqualTo(last.key(last.count() - 1).toByteArray());
      ColumnIndex index = reader.readColumnIndex(chunk);
      assertThat(index.getBoundaryOrder()).isEqualTo(BoundaryOrder.ASCENDING);
      for (int i = 0; i < blocks.size(); i++) {
        Block block = blocks.get(i);
        assertThat(bytes(index.getMinValues().get(i))).isEqualTo(block.key(0).toByteArray());
        assertThat(bytes(index.getMaxValues().get(i)))
            .isEqualTo(block.key(block.count() - 1).toByteArray());
      }
    }
  }

  @Test
  void keysOfKilobytesHaveBoundsButNoIndex() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 80; i++) {
      byte[] key = new byte[Limits.MAX_KEY_BYTES];
      key[0] = (byte) (i + 100);
      blocks.add(RandomBlocks.single(Slice.of(key), Slice.EMPTY));
    }
    TestFiles.Written written = TestFiles.write(TestFiles.format("none"), blocks);
    assertThat(written.file().position()).isLessThan(90L * Limits.MAX_KEY_BYTES);
    assertThat(written.read(TestFiles.format("none"), false)).isEqualTo(blocks);
    try (ParquetFileReader reader = open(written)) {
      ColumnChunkMetaData chunk = reader.getFooter().getBlocks().get(0).getColumns().get(0);
      assertThat(chunk.getStatistics().getMinBytes()).isEqualTo(blocks.get(0).keyArray());
      assertThat(chunk.getStatistics().getMaxBytes()).isEqualTo(blocks.get(79).keyArray());
      assertThat(reader.readColumnIndex(chunk)).isNull();
      assertThat(reader.readOffsetIndex(chunk).getPageCount()).isEqualTo(80);
    }
    assertThat(LibraryReader.readAll(written.file().toByteArray())).isEqualTo(joined(blocks));
  }

  @Test
  void findsOnlyThePagesThatMayHoldAKey() throws IOException {
    List<Block> blocks = LongKeys.blocks(40, 50);
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4"), blocks);
    Block wanted = blocks.get(17);
    Binary key = Binary.fromConstantByteArray(wanted.key(31).toByteArray());
    FilterCompat.Filter filter = FilterCompat.get(FilterApi.eq(FilterApi.binaryColumn("key"), key));
    try (ParquetFileReader reader = LibraryReader.open(written.file().toByteArray(), filter)) {
      PageReadStore pages = reader.readNextFilteredRowGroup();
      assertThat(pages.getRowCount()).isEqualTo(wanted.count());
      BlockBuilder builder = new BlockBuilder();
      LibraryReader.append(reader.getFileMetaData().getSchema(), pages, builder);
      assertThat(builder.build()).isEqualTo(wanted);
    }
  }

  @Test
  void findsHowRowsAreSortedAndThatBoundsAreExact() throws IOException {
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4"), LongKeys.blocks(3, 50));
    FileMetaData footer = footer(written.file().toByteArray());
    assertThat(footer.getCreated_by()).isEqualTo("kodiak version 1");
    assertThat(footer.getColumn_orders()).hasSize(4).allMatch(ColumnOrder::isSetTYPE_ORDER);
    RowGroup group = footer.getRow_groups().get(0);
    assertThat(group.getSorting_columns())
        .containsExactly(
            new SortingColumn(Layout.KEY, false, false),
            new SortingColumn(Layout.SEQ, true, false));
    long position = Layout.MAGIC_BYTES;
    for (ColumnChunk chunk : group.getColumns()) {
      ColumnMetaData column = chunk.getMeta_data();
      assertThat(column.getData_page_offset()).isEqualTo(position);
      position += column.getTotal_compressed_size();
      PageEncodingStats pages = column.getEncoding_stats().get(0);
      assertThat(pages.getPage_type()).isEqualTo(PageType.DATA_PAGE_V2);
      assertThat(pages.getCount()).isEqualTo(3);
      Statistics statistics = column.getStatistics();
      boolean isValue = column.getPath_in_schema().equals(List.of("value"));
      assertThat(statistics.getNull_count()).isEqualTo(isValue ? 150 / 7 : 0);
      assertThat(statistics.isIs_min_value_exact()).isEqualTo(!isValue);
      assertThat(statistics.isIs_max_value_exact()).isEqualTo(!isValue);
      assertThat(chunk.isSetColumn_index_offset()).isEqualTo(!isValue);
    }
    assertThat(group.getTotal_compressed_size()).isEqualTo(position - Layout.MAGIC_BYTES);
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int tail = file.length - Layout.TAIL_BYTES;
    int length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(tail);
    return Util.readFileMetaData(new ByteArrayInputStream(file, tail - length, length));
  }

  @Test
  void everyRowGroupBelongsToOneSplit() throws IOException {
    List<Block> blocks = LongKeys.blocks(30, 50);
    byte[] file =
        TestFiles.write(TestFiles.format("none", 100, 1 << 20), blocks).file().toByteArray();
    for (int splits : new int[] {1, 2, 7, 40}) {
      long rows = 0;
      for (int i = 0; i < splits; i++) {
        long from = (long) file.length * i / splits;
        long to = (long) file.length * (i + 1) / splits;
        rows += LibraryReader.rowsOfSplit(file, from, to);
      }
      assertThat(rows).as("rows of %d splits", splits).isEqualTo(1_500);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static ParquetFileReader open(TestFiles.Written written) throws IOException {
    return LibraryReader.open(written.file().toByteArray(), FilterCompat.NOOP);
  }

  private static Block joined(List<Block> blocks) {
    BlockBuilder builder = new BlockBuilder();
    blocks.forEach(block -> builder.append(block, 0, block.count()));
    return builder.build();
  }
}
