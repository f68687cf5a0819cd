package io.kodiak.format.feather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.CorruptionException;
import io.kodiak.api.EntryKind;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.testkit.MemoryFile;
import io.kodiak.testkit.RandomBlocks;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Arrow's files carry no checksums, and those of the engine stand before this format. Without them
 * a damaged file may give other entries, but never anything that is no block, and never a failure
 * that is no report.
 */
class DamagedFileTest {
  private static final String NAME = "tables/test/000007.arrow";
  private static final WriteOptions OPTIONS = new WriteOptions("test", 1, false, 0, 1L);

  private record Written(MemoryFile file, Slice directory) {}

  private static FeatherFormat format(String compression) {
    Codec codec = Codec.named(compression, ZstdCodec.DEFAULT_LEVEL);
    return new FeatherFormat(new FeatherOptions(codec, codec));
  }

  private static Written write(FeatherFormat format, List<Block> blocks) throws IOException {
    MemoryFile file = new MemoryFile(NAME);
    try (SSTableWriter writer = format.writer(file, OPTIONS)) {
      for (Block block : blocks) {
        writer.append(block);
      }
      Slice directory = writer.finish();
      return new Written(file, directory);
    }
  }

  private static void read(FeatherFormat format, byte[] file, @Nullable Slice directory)
      throws IOException {
    try (SSTableReader reader =
        format.reader(MemoryFile.of(NAME, file).source(), Layout.VERSION, directory)) {
      for (int i = 0; i < reader.blockCount(); i++) {
        Block block = reader.block(i);
        for (int row = 0; row < block.count(); row++) {
          assertThat(block.key(row).length()).isPositive();
          assertThat(block.kind(row)).isNotNull();
          assertThat(block.value(row).length()).isNotNegative();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"none", "lz4", "zstd"})
  void everyFlippedBitGivesBlocksOrIsReported(String compression) throws IOException {
    FeatherFormat format = format(compression);
    Written written =
        write(format, List.of(RandomBlocks.rising(0, 9, 40), RandomBlocks.rising(9, 5, 0)));
    byte[] file = written.file().toByteArray();
    int reported = 0;
    for (int bit = 0; bit < 8 * file.length; bit++) {
      file[bit >>> 3] ^= (byte) (1 << (bit & 7));
      try {
        read(format, file, bit % 2 == 0 ? null : written.directory());
      } catch (CorruptionException e) {
        assertThat(e.file()).isEqualTo(NAME);
        reported++;
      }
      file[bit >>> 3] ^= (byte) (1 << (bit & 7));
    }
    assertThat(reported).isGreaterThan(file.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lz4", "zstd"})
  void aBufferThatClaimsAnotherSizeIsReportedBeforeItIsMadeRoomFor(String compression)
      throws IOException {
    FeatherFormat format = format(compression);
    Written written = write(format, List.of(ofZeros(100, 1 << 10)));
    byte[] file = written.file().toByteArray();
    BlockDirectory directory = BlockDirectory.decode(written.directory(), file.length);
    int prefix = (int) directory.position(0) + directory.headBytes(0);
    long honest = (long) Layout.LONG.get(file, prefix);
    assertThat(honest).isEqualTo(100 << 10);
    long[] claims = {
      Long.MAX_VALUE, Long.MIN_VALUE, -2, 1L << 40, Layout.MAX_BUFFER_BYTES + 1L, 1 << 26, 3, 0
    };
    for (long claim : claims) {
      Layout.LONG.set(file, prefix, claim);
      assertThatThrownBy(() -> read(format, file, written.directory()))
          .as("a buffer of %d bytes", claim)
          .isInstanceOf(CorruptionException.class)
          .hasMessageContaining(NAME + " at byte " + directory.position(0))
          .hasMessageContaining("block 0");
    }
  }

  private static Block ofZeros(int rows, int valueBytes) {
    BlockBuilder builder = new BlockBuilder();
    for (int row = 0; row < rows; row++) {
      Slice key = Slice.utf8("key-%06d".formatted(row));
      builder.append(key, row + 1L, EntryKind.PUT, Slice.of(new byte[valueBytes]));
    }
    return builder.build();
  }

  @Test
  void filesOfOthersAreReported() {
    byte[] short1 = new byte[12];
    byte[] zeros = new byte[1_000];
    byte[] begins = zeros.clone();
    System.arraycopy(Layout.begin(), 0, begins, 0, Layout.begin().length);
    byte[] ends = begins.clone();
    byte[] magic = Layout.end();
    System.arraycopy(magic, 0, ends, ends.length - magic.length, magic.length);
    expectForeign("it is too short", short1);
    expectForeign("it does not begin with ARROW1", zeros);
    expectForeign("it does not end with ARROW1", begins);
    for (int length : new int[] {0, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 990}) {
      Layout.INT.set(ends, ends.length - magic.length - Integer.BYTES, length);
      expectForeign("the length of its footer is out of bounds", ends.clone());
    }
  }

  private static void expectForeign(String problem, byte[] file) {
    assertThatThrownBy(() -> read(format("none"), file, null))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(NAME)
        .hasMessageContaining("it cannot be a file of the format feather")
        .hasMessageContaining(problem);
  }

  @Test
  void aDirectoryThatClaimsMoreBlocksThanItHasIsReported() throws IOException {
    FeatherFormat format = format("none");
    Written written = write(format, List.of(RandomBlocks.rising(0, 10, 10)));
    byte[] honest = written.directory().toByteArray();
    byte[] hostile = Arrays.copyOf(honest, honest.length + 8);
    int count = honest.length - 5; // behind version, compression and position; before four numbers
    while (honest[count] != 1) {
      count--;
    }
    Arrays.fill(hostile, count, hostile.length - 1, (byte) 0xff);
    hostile[hostile.length - 1] = 0x7f;
    assertThatThrownBy(() -> read(format, written.file().toByteArray(), Slice.of(hostile)))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("its directory");
  }

  @Test
  void versionsThatAreNotKnownAreRefused() {
    for (int version : new int[] {-1, 0, Layout.VERSION + 1}) {
      assertThatThrownBy(
              () ->
                  format("none")
                      .reader(MemoryFile.of(NAME, new byte[9]).source(), version, Slice.EMPTY))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(NAME);
    }
  }
}
