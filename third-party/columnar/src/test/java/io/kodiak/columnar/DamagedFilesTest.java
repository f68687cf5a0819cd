package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Files that are no such files, or not any more. */
class DamagedFilesTest {
  @TempDir Path folder;

  private Path damaged;

  private byte[] file(FileKind kind, Compression compression) throws IOException {
    damaged = folder.resolve("damaged");
    return Files.readAllBytes(
        Rows.write(folder.resolve("whole"), kind, compression, HardRows.all(1).subList(0, 3_000)));
  }

  /** Reads a file; whatever comes of it has to be rows or an exception that names the file. */
  private boolean isRefused(byte[] bytes) throws IOException {
    Files.write(damaged, bytes);
    try {
      Rows.read(damaged);
      return false;
    } catch (IOException e) {
      assertThat(e.getMessage()).contains(damaged.toString());
      return true;
    }
  }

  @ParameterizedTest
  @EnumSource
  void areRefusedWhenTruncated(FileKind kind) throws IOException {
    byte[] whole = file(kind, Compression.ZSTD);
    Random random = new Random(7);
    for (int i = 0; i < 40; i++) {
      int length = i < 20 ? i : random.nextInt(whole.length);
      boolean refused = isRefused(Arrays.copyOf(whole, length));
      // A stream may end between two messages: nothing tells that more of them were there.
      assertThat(refused || kind == FileKind.ARROW_STREAM).as("at " + length).isTrue();
    }
    assertThat(isRefused(whole)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "PARQUET,ZSTD",
    "PARQUET,NONE",
    "PARQUET,SNAPPY",
    "ORC,ZSTD",
    "ORC,LZ4",
    "ARROW_FILE,LZ4",
    "ARROW_FILE,ZSTD",
    "ARROW_FILE,NONE",
    "ARROW_STREAM,LZ4"
  })
  void giveRowsOrAnErrorThatNamesThemWhenBitsAreFlipped(FileKind kind, Compression compression)
      throws IOException {
    byte[] whole = file(kind, compression);
    long seed = 20_240_229L;
    Random random = new Random(seed);
    int refused = 0;
    // ORC's decoder needs seconds for some damage, until it is given up.
    int flips = kind == FileKind.ORC ? 20 : 200;
    for (int i = 0; i < flips; i++) {
      byte[] bytes = whole.clone();
      // Half of them in the metadata, which is at the end and, in Arrow, at the begin.
      int near = random.nextBoolean() ? 2_000 : bytes.length;
      int at = random.nextInt(Math.min(near, bytes.length));
      boolean begin = kind == FileKind.ARROW_STREAM || random.nextInt(4) == 0;
      bytes[begin ? at : bytes.length - 1 - at] ^= (byte) (1 << random.nextInt(8));
      refused += isRefused(bytes) ? 1 : 0;
    }
    assertThat(refused).as("seed " + seed).isPositive();
  }

  @ParameterizedTest
  @EnumSource(names = {"PARQUET", "ARROW_FILE"})
  void areRefusedWhenTheFooterClaimsToBeHuge(FileKind kind) throws IOException {
    byte[] bytes = file(kind, Compression.NONE);
    int at = bytes.length - (kind == FileKind.PARQUET ? 8 : 10);
    for (int claimed : new int[] {Integer.MAX_VALUE, -1, Integer.MIN_VALUE, bytes.length}) {
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, claimed);
      assertThat(isRefused(bytes)).as(Integer.toString(claimed)).isTrue();
    }
  }

  @Test
  void areRefusedWhenAListOfTheFooterClaimsToBeHuge() {
    byte[] footer = {0x19, (byte) 0xfc, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7, 0};
    assertThatThrownBy(() -> new CompactGuard("x.parquet", 100, footer).check())
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("x.parquet at byte 1")
        .hasMessageContaining("2147483647 more than fit");
  }

  @Test
  void areRefusedWhenTheFooterIsNestedWithoutAnEnd() {
    byte[] footer = new byte[1_000];
    Arrays.fill(footer, (byte) 0x1c);
    assertThatThrownBy(() -> new CompactGuard("x.parquet", 0, footer).check())
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("nested");
  }

  @Test
  void areNamedWithWhatTheyBeginWith() throws IOException {
    damaged = folder.resolve("damaged");
    Files.write(damaged, new byte[0]);
    assertThatThrownBy(() -> ColumnarFile.open(damaged))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining(damaged + " at byte 0: it is empty");
    Files.writeString(damaged, "PK\u0003\u0004 a zip");
    assertThatThrownBy(() -> ColumnarFile.open(damaged))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("no Parquet, ORC or Arrow file: it begins with the bytes 50 4b 03");
    Files.writeString(damaged, "FEA1");
    assertThatThrownBy(() -> ColumnarFile.open(damaged)).hasMessageContaining("version 1");
    assertThatThrownBy(() -> ColumnarFile.open(folder)).hasMessageContaining("it is a folder");
  }
}
