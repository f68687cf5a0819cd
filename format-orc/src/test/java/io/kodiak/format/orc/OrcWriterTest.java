package io.kodiak.format.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.testkit.MemoryFile;
import io.kodiak.testkit.RandomBlocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.orc.CompressionKind;
import org.apache.orc.Reader;
import org.apache.orc.StripeInformation;
import org.junit.jupiter.api.Test;

/** How a writer cuts stripes, chooses compression, and ends. */
class OrcWriterTest {
  private static final WriteOptions UPPER = new WriteOptions("t", 1, false, 0, 0);
  private static final WriteOptions LAST = new WriteOptions("t", 6, true, 0, 0);

  @Test
  void stripesAreCutAtBlocksByBytes() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      blocks.add(RandomBlocks.rising(i * 30L, 30, 1_000));
    }
    blocks.add(RandomBlocks.single(Slice.utf8("\uffff large"), Slice.of(new byte[300_000])));
    TestFiles.Written written = TestFiles.write(TestFiles.format("none", 100_000), blocks);
    assertThat(rowsOfStripes(written)).containsExactly(90L, 90L, 90L, 90L, 90L, 90L, 60L, 1L);
    assertThat(written.read(TestFiles.format("none"), true)).isEqualTo(blocks);
    assertThat(written.read(TestFiles.format("none"), false)).isEqualTo(blocks);
  }

  @Test
  void stripesAreCutByRowsBeforeTheyNeedMuchMemory() throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 66; i++) {
      blocks.add(RandomBlocks.rising((long) i << 16, 1 << 16, 0));
    }
    TestFiles.Written written = TestFiles.write(TestFiles.format("zstd"), blocks);
    assertThat(rowsOfStripes(written)).containsExactly(1L << 22, 2L << 16);
  }

  private static List<Long> rowsOfStripes(TestFiles.Written written) throws IOException {
    try (Reader reader = LibraryReader.open(written.file().toByteArray())) {
      return reader.getStripes().stream().map(StripeInformation::getNumberOfRows).toList();
    }
  }

  @Test
  void theLastLevelHasItsOwnCompression() throws IOException {
    OrcFormat format = new OrcFormat(new OrcOptions(new Lz4Codec(), new ZstdCodec(3), 64 << 20));
    assertThat(compression(format, UPPER)).isEqualTo(CompressionKind.LZ4);
    assertThat(compression(format, LAST)).isEqualTo(CompressionKind.ZSTD);
  }

  private static CompressionKind compression(OrcFormat format, WriteOptions options)
      throws IOException {
    MemoryFile file = new MemoryFile(TestFiles.NAME);
    try (SSTableWriter writer = format.writer(file, options)) {
      writer.append(RandomBlocks.rising(0, 100, 50));
      writer.finish();
    }
    try (Reader reader = LibraryReader.open(file.toByteArray())) {
      return reader.getCompressionKind();
    }
  }

  @Test
  void chunksThatDoNotShrinkAreStoredAsTheyAre() throws IOException {
    Block noise = RandomBlocks.rising(0, 100, 500);
    Block same = RandomBlocks.single(Slice.utf8("~"), Slice.of(new byte[50_000]));
    for (String compression : List.of("lz4", "zstd", "snappy")) {
      OrcFormat format = TestFiles.format(compression);
      TestFiles.Written written = TestFiles.write(format, List.of(noise, same));
      assertThat(written.file().position()).isBetween(50_000L, 54_000L);
      assertThat(written.read(format, true)).containsExactly(noise, same);
      assertThat(LibraryReader.readAll(written.file().toByteArray()).count()).isEqualTo(101);
    }
  }

  @Test
  void theFileEndsInItsPartsWithoutAGap() throws IOException {
    TestFiles.Written written =
        TestFiles.write(TestFiles.format("lz4", 64 << 10), RandomBlocks.random(5, 3_000));
    try (Reader reader = LibraryReader.open(written.file().toByteArray())) {
      long position = Layout.MAGIC_BYTES;
      for (StripeInformation stripe : reader.getStripes()) {
        assertThat(stripe.getOffset()).isEqualTo(position);
        position += stripe.getLength();
      }
      position += written.directory().length();
      assertThat(Layout.MAGIC_BYTES + reader.getContentLength()).isEqualTo(position);
    }
  }

  @Test
  void aFileNeedsABlock() throws IOException {
    try (SSTableWriter writer =
        TestFiles.format("lz4").writer(new MemoryFile(TestFiles.NAME), UPPER)) {
      assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aWriterEndsOnce() throws IOException {
    Block block = RandomBlocks.rising(0, 10, 10);
    MemoryFile file = new MemoryFile(TestFiles.NAME);
    SSTableWriter writer = TestFiles.format("zstd").writer(file, UPPER);
    writer.append(block);
    writer.finish();
    assertThatThrownBy(writer::finish).hasMessageContaining(TestFiles.NAME);
    assertThatThrownBy(() -> writer.append(block)).isInstanceOf(IllegalStateException.class);
    writer.close();
    writer.close();
    assertThatThrownBy(() -> writer.append(block)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aBlockNumberOutOfRangeIsTheCallersFault() throws IOException {
    OrcFormat format = TestFiles.format("lz4");
    TestFiles.Written written = TestFiles.write(format, List.of(RandomBlocks.rising(0, 5, 5)));
    try (SSTableReader reader =
        format.reader(written.file().source(), Layout.VERSION, written.directory())) {
      for (int index : new int[] {-1, 1, Integer.MAX_VALUE}) {
        assertThatThrownBy(() -> reader.block(index)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void theProviderIsFound() {
    OrcWriterTest.class.getModule().addUses(SSTableFormatProvider.class);
    assertThat(ServiceLoader.load(SSTableFormatProvider.class))
        .singleElement()
        .isInstanceOf(OrcFormatProvider.class);
  }
}
