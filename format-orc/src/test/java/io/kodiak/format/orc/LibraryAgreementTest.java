package io.kodiak.format.orc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.testkit.RandomBlocks;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.apache.orc.BinaryColumnStatistics;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.CompressionKind;
import org.apache.orc.IntegerColumnStatistics;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.apache.orc.StripeStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ORC library reads the files and finds in them what was appended. */
class LibraryAgreementTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void readsEveryRow(String compression) throws IOException {
    long seed = TestRun.seed("readsEveryRow");
    expectAgreement(TestFiles.format(compression, 256 << 10), RandomBlocks.random(seed, 5_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void readsManyStripesOfManyRowGroups(String compression) throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("readsManyStripes"));
    List<Block> blocks = NumberedRows.blocks(90_000, 700, 30, random);
    byte[] file = expectAgreement(TestFiles.format(compression, 1 << 20), blocks);
    try (Reader reader = LibraryReader.open(file)) {
      assertThat(reader.getStripes()).hasSizeGreaterThan(1);
      assertThat(reader.getStripes().get(0).getNumberOfRows())
          .isGreaterThan(Layout.ROW_INDEX_STRIDE);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void readsOneRowNothingButTombstonesAndTheLargest(String compression) throws IOException {
    OrcFormat format = TestFiles.format(compression, 1 << 20);
    expectAgreement(format, List.of(RandomBlocks.single(Slice.utf8("k"), Slice.utf8("v"))));
    expectAgreement(format, List.of(RandomBlocks.tombstones(1)));
    expectAgreement(format, List.of(RandomBlocks.tombstones(25_000)));
    byte[] longest = new byte[Limits.MAX_KEY_BYTES];
    longest[0] = (byte) 0xff;
    expectAgreement(
        format,
        List.of(
            RandomBlocks.tombstones(30),
            RandomBlocks.rising(1L << 40, 5, 1 << 20),
            RandomBlocks.rising(1L << 41, Limits.MAX_BLOCK_ENTRIES, 0),
            RandomBlocks.single(Slice.of(longest), Slice.EMPTY)));
  }

  @Test
  void readsKeysAndValuesOfEveryByte() throws IOException {
    BlockBuilder builder = new BlockBuilder();
    for (int i = 0; i < 1 << 16; i++) {
      Slice bytes = Slice.of(new byte[] {(byte) (i >>> 8), (byte) i});
      builder.append(bytes, 1 + i, EntryKind.PUT, bytes);
    }
    expectAgreement(TestFiles.format("zstd"), List.of(builder.build()));
  }

  /** Expects the library, and this format with and without directory, to give back the rows. */
  private static byte[] expectAgreement(OrcFormat format, List<Block> blocks) throws IOException {
    TestFiles.Written written = TestFiles.write(format, blocks);
    byte[] file = written.file().toByteArray();
    assertThat(LibraryReader.readAll(file).equals(TestFiles.joined(blocks))).isTrue();
    assertThat(written.read(format, true)).isEqualTo(blocks);
    assertThat(written.read(format, false)).isEqualTo(blocks);
    return file;
  }

  @Test
  void findsSchemaAndProperties() throws IOException {
    List<Block> blocks =
        List.of(RandomBlocks.tombstones(10), RandomBlocks.rising(1L << 40, 1_000, 20));
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4"), blocks);
    try (Reader reader = LibraryReader.open(written.file().toByteArray())) {
      assertThat(reader.getSchema().toString())
          .isEqualTo("struct<key:binary,seq:bigint,op:int,value:binary>");
      assertThat(reader.getNumberOfRows()).isEqualTo(1_010);
      assertThat(reader.getCompressionKind()).isEqualTo(CompressionKind.LZ4);
      assertThat(reader.getCompressionSize()).isEqualTo(Layout.CHUNK_BYTES);
      assertThat(reader.getRowIndexStride()).isEqualTo(Layout.ROW_INDEX_STRIDE);
      assertThat(reader.getFileVersion()).isEqualTo(OrcFile.Version.V_0_12);
      assertThat(reader.getWriterVersion()).isEqualTo(OrcFile.WriterVersion.FUTURE);
      Map<String, String> properties = new TreeMap<>();
      for (String key : reader.getMetadataKeys()) {
        properties.put(key, UTF_8.decode(reader.getMetadataValue(key)).toString());
      }
      assertThat(properties)
          .containsExactlyInAnyOrderEntriesOf(
              Map.of(
                  "kodiak.table",
                  "users",
                  "kodiak.level",
                  "2",
                  "kodiak.format-version",
                  "1",
                  "kodiak.min-sequence",
                  "1",
                  "kodiak.max-sequence",
                  "1000",
                  "kodiak.entries",
                  "1010",
                  "kodiak.tombstones",
                  "10",
                  "kodiak.created",
                  "2023-11-14T22:13:20Z",
                  Layout.DIRECTORY_BYTES,
                  Integer.toString(written.directory().length())));
    }
  }

  @Test
  void findsStatisticsOfFileAndStripes() throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("findsStatistics"));
    List<Block> blocks = NumberedRows.blocks(40_000, 500, 10, random);
    TestFiles.Written written = TestFiles.write(TestFiles.format("none", 1 << 20), blocks);
    try (Reader reader = LibraryReader.open(written.file().toByteArray())) {
      expectStatistics(reader.getStatistics(), TestFiles.joined(blocks), 0, 40_000);
      int row = 0;
      List<StripeStatistics> stripes = reader.getStripeStatistics();
      assertThat(stripes).hasSameSizeAs(reader.getStripes()).hasSizeGreaterThan(2);
      for (StripeInformation stripe : reader.getStripes()) {
        int end = row + (int) stripe.getNumberOfRows();
        expectStatistics(
            stripes.get((int) stripe.getStripeId()).getColumnStatistics(),
            TestFiles.joined(blocks),
            row,
            end);
        row = end;
      }
    }
  }

  private static void expectStatistics(ColumnStatistics[] found, Block rows, int from, int to) {
    long least = Long.MAX_VALUE;
    long greatest = 0;
    long sequences = 0;
    long tombstones = 0;
    long values = 0;
    for (int row = from; row < to; row++) {
      least = Math.min(least, rows.sequence(row));
      greatest = Math.max(greatest, rows.sequence(row));
      sequences += rows.sequence(row);
      tombstones += rows.kinds()[row];
      values += rows.value(row).length();
    }
    long count = (long) to - from;
    List<Long> counts = new ArrayList<>();
    for (ColumnStatistics column : found) {
      counts.add(column.getNumberOfValues());
      assertThat(column.hasNull()).isEqualTo(column == found[Layout.VALUE] && tombstones > 0);
    }
    assertThat(counts).containsExactly(count, count, count, count, count - tombstones);
    assertThat(((BinaryColumnStatistics) found[Layout.KEY]).getSum()).isEqualTo(84 * count);
    assertThat(((BinaryColumnStatistics) found[Layout.VALUE]).getSum()).isEqualTo(values);
    IntegerColumnStatistics seq = (IntegerColumnStatistics) found[Layout.SEQ];
    assertThat(seq.getMinimum()).isEqualTo(least);
    assertThat(seq.getMaximum()).isEqualTo(greatest);
    assertThat(seq.isSumDefined()).isTrue();
    assertThat(seq.getSum()).isEqualTo(sequences);
    assertThat(((IntegerColumnStatistics) found[Layout.OP]).getSum()).isEqualTo(tombstones);
  }

  @Test
  void leavesASumThatIsTooLargeOut() throws IOException {
    BlockBuilder builder = new BlockBuilder();
    for (int i = 0; i < 200; i++) {
      Slice key = Slice.of(new byte[] {(byte) i});
      builder.append(key, Limits.MAX_SEQUENCE, EntryKind.PUT, Slice.EMPTY);
    }
    List<Block> blocks = List.of(builder.build());
    TestFiles.Written written = TestFiles.write(TestFiles.format("lz4"), blocks);
    try (Reader reader = LibraryReader.open(written.file().toByteArray())) {
      IntegerColumnStatistics seq = (IntegerColumnStatistics) reader.getStatistics()[Layout.SEQ];
      assertThat(seq.isSumDefined()).isFalse();
      assertThat(seq.getMaximum()).isEqualTo(Limits.MAX_SEQUENCE);
    }
  }
}
