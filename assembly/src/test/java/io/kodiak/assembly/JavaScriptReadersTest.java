package io.kodiak.assembly;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import io.kodiak.engine.storage.WritableFile;
import io.kodiak.testkit.RandomBlocks;
import io.kodiak.testkit.TestRun;
import io.kodiak.testkit.TestSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Readers of JavaScript, which share no code with the formats, find what was written. */
class JavaScriptReadersTest {
  private static final HexFormat HEX = HexFormat.of();

  @TempDir Path directory;

  @BeforeAll
  static void install() {
    NodeReader.assumeInstalled();
  }

  private Path write(String format, String compression, Iterable<Block> blocks) throws IOException {
    SSTableFormat written = null;
    for (SSTableFormatProvider provider : ServiceLoader.load(SSTableFormatProvider.class)) {
      if (provider.name().equals(format)) {
        written = provider.create(TestSettings.of(Map.of("compression", compression)));
      }
    }
    assertThat(written).as("format %s", format).isNotNull();
    try (LocalStorage storage = new LocalStorage(directory, ReadMode.MAPPED);
        WritableFile file = storage.create("data." + written.fileExtension());
        SSTableWriter writer =
            written.writer(file, new WriteOptions("users", 0, false, 0, 1_700_000_000_000L))) {
      for (Block block : blocks) {
        writer.append(block);
      }
      writer.finish();
      return Path.of(storage.location(file.name()));
    }
  }

  private void assertRows(String format, String compression, List<Block> blocks)
      throws IOException {
    List<String> expected = new ArrayList<>();
    for (Block block : blocks) {
      for (int row = 0; row < block.count(); row++) {
        expected.add(line(block, row));
      }
    }
    Path file = write(format, compression, blocks);
    assertThat(NodeReader.read(format, file, "rows").lines()).containsExactlyElementsOf(expected);
  }

  private static String line(Block block, int row) {
    boolean isPut = block.kind(row) == EntryKind.PUT;
    return HEX.formatHex(block.key(row).toByteArray())
        + " "
        + block.sequence(row)
        + (isPut ? " 0 " + HEX.formatHex(block.value(row).toByteArray()) : " 1 null");
  }

  private static byte[] allBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, none",
    "parquet, lz4",
    "parquet, zstd",
    "parquet, snappy",
    "feather, none",
    "feather, lz4",
    "feather, zstd"
  })
  void everyRowIsFoundValueByValue(String format, String compression) throws IOException {
    long seed = TestRun.seed("everyRowIsFoundValueByValue");
    List<Block> blocks = RandomBlocks.random(seed, 3_000);
    assertRows(format, compression, blocks);
  }

  @ParameterizedTest
  @CsvSource({
    "parquet, none",
    "parquet, lz4",
    "parquet, zstd",
    "parquet, snappy",
    "feather, none",
    "feather, lz4",
    "feather, zstd"
  })
  void keysAndValuesMayBeAnyBytes(String format, String compression) throws IOException {
    byte[] all = allBytes();
    BlockBuilder block = new BlockBuilder();
    for (int i = 0; i < 256; i++) {
      Slice key = Slice.of(new byte[] {(byte) i});
      block.append(key, 9, EntryKind.PUT, Slice.of(all, 0, i));
      block.append(key, 8, EntryKind.DELETE, Slice.EMPTY);
      block.append(key, 7, EntryKind.PUT, Slice.EMPTY);
    }
    block.append(Slice.of(longKey((byte) 0xff, 1)), 1L << 55, EntryKind.PUT, Slice.of(all));
    assertRows(format, compression, List.of(block.build()));
  }

  @ParameterizedTest
  @CsvSource({"parquet, lz4", "parquet, zstd", "feather, none", "feather, lz4", "feather, zstd"})
  void valuesMayBeLarge(String format, String compression) throws IOException {
    long seed = TestRun.seed("valuesMayBeLarge");
    Random random = new Random(seed);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      byte[] value = new byte[1 << 20];
      if (i != 1) {
        random.nextBytes(value);
      }
      blocks.add(RandomBlocks.single(Slice.of(longKey((byte) 'k', i)), Slice.of(value)));
    }
    assertRows(format, compression, blocks);
  }

  @ParameterizedTest
  @CsvSource({"parquet, zstd", "parquet, snappy", "feather, none", "feather, zstd"})
  void keysMayShareLongPrefixes(String format, String compression) throws IOException {
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 2_000; i += 400) {
      BlockBuilder block = new BlockBuilder();
      for (int j = i; j < i + 400; j++) {
        block.append(Slice.of(longKey((byte) 'p', j)), 5, EntryKind.PUT, Slice.utf8("v" + j));
      }
      blocks.add(block.build());
    }
    assertRows(format, compression, blocks);
  }

  /** 80 bytes of the same, then a number. */
  private static byte[] longKey(byte prefix, int number) {
    ByteBuffer key = ByteBuffer.allocate(84);
    for (int i = 0; i < 80; i++) {
      key.put(prefix);
    }
    return key.putInt(number).array();
  }

  @ParameterizedTest
  @CsvSource({"parquet, lz4", "feather, none", "feather, zstd"})
  void aFileMayHaveOneRow(String format, String compression) throws IOException {
    assertRows(format, compression, List.of(RandomBlocks.single(Slice.utf8("key"), Slice.EMPTY)));
  }

  @ParameterizedTest
  @CsvSource({"parquet, lz4", "feather, none", "feather, zstd"})
  void aFileMayHoldNothingButTombstones(String format, String compression) throws IOException {
    assertRows(format, compression, List.of(RandomBlocks.tombstones(300)));
  }

  @ParameterizedTest
  @CsvSource({"parquet, zstd", "feather, none"})
  void aMillionRowsAreTheSame(String format, String compression) throws Exception {
    List<Block> blocks = new ArrayList<>();
    RowDigest digest = new RowDigest();
    for (int first = 0; first < 1_000_000; first += 500) {
      Block block = RandomBlocks.rising(first, 500, 8);
      digest.add(block);
      blocks.add(block);
    }
    Path file = write(format, compression, blocks);
    assertThat(NodeReader.read(format, file, "hash")).isEqualTo("1000000 " + digest.hex() + "\n");
  }

  /** The hash that the reader makes. */
  private static final class RowDigest {
    private final MessageDigest sha256;
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    RowDigest() throws NoSuchAlgorithmException {
      sha256 = MessageDigest.getInstance("SHA-256");
    }

    void add(Block block) {
      for (int row = 0; row < block.count(); row++) {
        bytes(block.key(row));
        sha256.update(number.clear().putLong(block.sequence(row)).flip());
        boolean isPut = block.kind(row) == EntryKind.PUT;
        sha256.update(number.clear().putInt(isPut ? 0 : 1).flip());
        if (isPut) {
          bytes(block.value(row));
        } else {
          sha256.update(number.clear().putInt(-1).flip());
        }
      }
    }

    private void bytes(Slice slice) {
      sha256.update(number.clear().putInt(slice.length()).flip());
      sha256.update(slice.array(), slice.offset(), slice.length());
    }

    String hex() {
      return HEX.formatHex(sha256.digest());
    }
  }
}
