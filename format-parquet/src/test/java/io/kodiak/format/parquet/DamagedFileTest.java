package io.kodiak.format.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.Slice;
import io.kodiak.testkit.MemoryFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is read by itself never gives other entries than were appended. */
class DamagedFileTest {
  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void everyFlippedBitIsReportedOrHarmless(String compression) throws IOException {
    ParquetFormat format = TestFiles.format(compression, 24, 1 << 20);
    List<Block> blocks = LongKeys.blocks(3, 12);
    TestFiles.Written written = TestFiles.write(format, blocks);
    byte[] file = written.file().toByteArray();
    int reported = 0;
    for (int bit = 0; bit < 8 * file.length; bit++) {
      file[bit >>> 3] ^= (byte) (1 << (bit & 7));
      try {
        assertThat(read(format, file, null)).as("bit %d", bit).isEqualTo(blocks);
      } catch (CorruptionException e) {
        reported++;
      }
      file[bit >>> 3] ^= (byte) (1 << (bit & 7));
    }
    assertThat(reported).isGreaterThan(3 * file.length);
  }

  @Test
  void everyFlippedBitWithTheDirectoryGivesBlocksOrIsReported() throws IOException {
    ParquetFormat format = TestFiles.format("lz4", 24, 1 << 20);
    TestFiles.Written written = TestFiles.write(format, LongKeys.blocks(3, 12));
    byte[] file = written.file().toByteArray();
    for (int bit = 0; bit < 8 * file.length; bit++) {
      file[bit >>> 3] ^= (byte) (1 << (bit & 7));
      try {
        for (Block block : read(format, file, written.directory())) {
          expectReadable(block);
        }
      } catch (CorruptionException e) {
        assertThat(e.file()).isEqualTo(TestFiles.NAME);
        assertThat(e.offset()).isNotNegative();
      }
      file[bit >>> 3] ^= (byte) (1 << (bit & 7));
    }
  }

  /** Whatever a damaged block says, its rows can be looked at. */
  private static void expectReadable(Block block) {
    for (int row = 0; row < block.count(); row++) {
      assertThat(block.key(row).length()).isPositive();
      assertThat(block.kind(row)).isNotNull();
      assertThat(block.value(row).length()).isNotNegative();
    }
  }

  @Test
  void aReportNamesFilePlaceColumnAndBlock() throws IOException {
    ParquetFormat format = TestFiles.format("none");
    TestFiles.Written written = TestFiles.write(format, LongKeys.blocks(3, 100));
    byte[] file = written.file().toByteArray();
    file[Layout.MAGIC_BYTES + 2_000] ^= 1;
    assertThatThrownBy(() -> read(format, file, null))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(TestFiles.NAME + " at byte 4: column key of block 0")
        .hasMessageContaining("checksum");
  }

  @Test
  void filesOfOthersAreReported() {
    expectForeign("it is too short", new byte[12]);
    expectForeign("are not PAR1", new byte[1_000]);
    expectForeign("a footer of 4294967295 bytes", tail(new byte[100], -1));
    expectForeign("a footer of 105 bytes", tail(new byte[100], 105));
    expectForeign("has no schema", tail(new byte[100], 1));
  }

  @Test
  void hostileFootersAreReported() {
    CompactOutput out = new CompactOutput(64);
    out.beginStruct();
    out.beginList(2, CompactOutput.STRUCT, Integer.MAX_VALUE);
    expectHostile(out, "a list claims 2147483647 elements");
    out.clear();
    out.beginStruct();
    out.beginList(4, CompactOutput.STRUCT, Integer.MAX_VALUE);
    expectHostile(out, "a list claims 2147483647 elements");
    out.clear();
    out.beginStruct();
    out.beginList(2, CompactOutput.STRUCT, 1);
    out.beginStruct();
    out.endStruct();
    out.endStruct();
    expectHostile(out, "does not have the columns");
    out.clear();
    out.beginStruct();
    out.beginList(2, CompactOutput.BINARY, 5);
    out.raw(new byte[5], 0, 5);
    expectHostile(out, "not a list of structs");
    out.clear();
    for (int i = 0; i < 10_000; i++) {
      out.raw(new byte[] {0x3c}, 0, 1);
    }
    expectHostile(out, "nested too deeply");
  }

  private static void expectHostile(CompactOutput footer, String problem) {
    byte[] bytes = Arrays.copyOf(footer.array(), footer.size());
    byte[] file = new byte[Layout.MAGIC_BYTES + bytes.length];
    System.arraycopy(bytes, 0, file, Layout.MAGIC_BYTES, bytes.length);
    expectForeign(problem, tail(file, bytes.length));
  }

  private static void expectForeign(String problem, byte[] file) {
    assertThatThrownBy(() -> read(TestFiles.format("none"), file, null))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("is not a Parquet file of this engine")
        .hasMessageContaining(problem);
  }

  /** The bytes with a footer's length and the magic number behind them. */
  private static byte[] tail(byte[] bytes, int footerBytes) {
    CompactOutput out = new CompactOutput(16);
    out.raw(bytes, 0, bytes.length);
    out.fixed32(footerBytes);
    out.raw(Layout.magic(), 0, Layout.MAGIC_BYTES);
    return Arrays.copyOf(out.array(), out.size());
  }

  @Test
  void versionsThatAreNotKnownAreRefused() {
    ParquetFormat format = TestFiles.format("none");
    for (int version : new int[] {-1, 0, 2}) {
      assertThatThrownBy(() -> format.reader(source(new byte[100]), version, Slice.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(TestFiles.NAME);
    }
  }

  private static List<Block> read(ParquetFormat format, byte[] file, @Nullable Slice directory)
      throws IOException {
    List<Block> blocks = new ArrayList<>();
    try (var reader = format.reader(source(file), Layout.VERSION, directory)) {
      for (int i = 0; i < reader.blockCount(); i++) {
        blocks.add(reader.block(i));
      }
    }
    return blocks;
  }

  private static FileSource source(byte[] file) {
    return MemoryFile.of(TestFiles.NAME, file).source();
  }
}
