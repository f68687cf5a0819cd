package io.kodiak.format.orc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSource;
import io.kodiak.api.SlabBuffer;
import io.kodiak.api.Slice;
import io.kodiak.testkit.MemoryFile;
import io.kodiak.testkit.TestRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that is damaged or not of this format gives sound blocks or a report, and no other. */
class DamagedFileTest {
  private static List<Block> blocks() {
    return NumberedRows.blocks(40, 15, 20, new SplittableRandom(4));
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd", "snappy"})
  void aFlippedBitOfAnyByteGivesSoundBlocksOrIsReported(String compression) throws IOException {
    SplittableRandom random = new SplittableRandom(TestRun.seed("aFlippedBitOfAnyByte"));
    OrcFormat format = TestFiles.format(compression);
    TestFiles.Written written = TestFiles.write(format, blocks());
    byte[] file = written.file().toByteArray();
    for (int at = 0; at < file.length; at++) {
      byte flipped = (byte) (1 << random.nextInt(8));
      file[at] ^= flipped;
      for (Slice directory : new Slice[] {written.directory(), null}) {
        try {
          read(format, file, directory).forEach(DamagedFileTest::expectReadable);
        } catch (CorruptionException e) {
          assertThat(e.file()).isEqualTo(TestFiles.NAME);
          assertThat(e.offset()).isNotNegative();
        }
      }
      file[at] ^= flipped;
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
    OrcFormat format = TestFiles.format("none");
    TestFiles.Written written = TestFiles.write(format, blocks());
    BlockPlace place = new BlockPlace();
    long length = written.file().position();
    BlockDirectory.decode(written.directory(), length).locate(1, place);
    byte[] file = written.file().toByteArray();
    long at = place.positions[Layout.KEY_LENGTH];
    file[(int) at] = (byte) 0x80;
    assertThatThrownBy(() -> read(format, file, written.directory()))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(TestFiles.NAME + " at byte " + at + ": column key of block 1")
        .hasMessageContaining("a run is of a sort that is not written here");
  }

  @Test
  void filesOfOthersAreReported() {
    expectForeign("it is too short", new byte[3]);
    expectForeign("does not begin with ORC", new byte[1_000]);
    byte[] noise = new byte[1_000];
    System.arraycopy(Layout.magic(), 0, noise, 0, 3);
    expectForeign("does not end with ORC", noise);
    noise[999] = (byte) 200;
    expectForeign("number out of bounds", noise);
    expectForeign("a footer of 0 bytes", file(new byte[0], 0, 0));
    expectForeign("a footer of 1000000 bytes", file(new byte[100], 1_000_000, 0));
    expectForeign("a footer of -1 bytes", file(new byte[100], -1, 0));
    expectForeign("no known compression", file(new byte[100], 100, 1));
    expectForeign("has no block directory", footer(new ProtoOutput(8), true));
  }

  @Test
  void hostileFootersAreReported() {
    ProtoOutput columns = new ProtoOutput(64);
    expectForeign("columns are not key", footer(columns, false));
    property(columns, "-1");
    expectForeign("is no number", footer(columns, false));
    columns.clear();
    property(columns, "99999999");
    expectForeign("is too long", footer(columns, false));
    columns.clear();
    property(columns, "50000000");
    expectForeign("longer than the file", footer(columns, true));
    columns.clear();
    property(columns, "0");
    expectForeign("bytes end too early", footer(columns, true));
    columns.clear();
    columns.varint(5 << 3 | 2);
    columns.varint(Integer.MAX_VALUE);
    expectForeign("longer than its message", footer(columns, false));
    columns.clear();
    columns.varint(9 << 3 | 3);
    expectForeign("unknown type 3", footer(columns, false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "zstd", "snappy"})
  void footersThatBecomeHugeAreReported(String compression) throws IOException {
    Codec codec = Codec.named(compression, 1);
    SlabBuffer chunks = new SlabBuffer();
    MemoryFile stored = new MemoryFile("footer");
    try (ChunkEncoder encoder = new ChunkEncoder(codec)) {
      byte[] zeros = new byte[Layout.CHUNK_BYTES];
      for (int i = 0; i < 100; i++) {
        encoder.add(zeros, 0, zeros.length, true, chunks);
      }
    }
    chunks.drain(stored);
    byte[] footer = stored.toByteArray();
    assertThatThrownBy(
            () -> read(TestFiles.format("none"), file(footer, footer.length, codec.number()), null))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("is not an ORC file of this engine");
  }

  private static void property(ProtoOutput out, String value) {
    out.begin(5);
    out.text(1, Layout.DIRECTORY_BYTES);
    out.text(2, value);
    out.end();
  }

  private static byte[] footer(ProtoOutput properties, boolean withColumns) {
    ProtoOutput out = new ProtoOutput(64);
    out.raw(properties.array(), 0, properties.size());
    if (withColumns) {
      out.begin(4);
      out.number(1, Layout.TYPE_STRUCT);
      Layout.COLUMNS.forEach(column -> out.text(3, column.name()));
      out.end();
      for (Layout.Field column : Layout.COLUMNS) {
        out.begin(4);
        out.number(1, column.type());
        out.end();
      }
    }
    out.number(6, 1);
    return file(Arrays.copyOf(out.array(), out.size()), out.size(), 0);
  }

  /** A file of nothing but a footer and a postscript. */
  private static byte[] file(byte[] footer, long footerBytes, int compression) {
    ProtoOutput out = new ProtoOutput(64);
    out.raw(Layout.magic(), 0, Layout.MAGIC_BYTES);
    out.raw(footer, 0, footer.length);
    int begin = out.size();
    out.number(1, footerBytes);
    out.number(2, compression);
    out.bytes(8000, Layout.magic(), 0, Layout.MAGIC_BYTES);
    out.raw(new byte[] {(byte) (out.size() - begin)}, 0, 1);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static void expectForeign(String problem, byte[] file) {
    assertThatThrownBy(() -> read(TestFiles.format("none"), file, null))
        .as("%s", problem)
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("is not an ORC file of this engine")
        .hasMessageContaining(problem);
  }

  @Test
  void versionsThatAreNotKnownAreRefused() {
    OrcFormat format = TestFiles.format("none");
    for (int version : new int[] {-1, 0, Layout.VERSION + 1}) {
      assertThatThrownBy(() -> format.reader(source(new byte[100]), version, Slice.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(TestFiles.NAME);
    }
  }

  private static List<Block> read(OrcFormat format, byte[] file, @Nullable Slice directory)
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
