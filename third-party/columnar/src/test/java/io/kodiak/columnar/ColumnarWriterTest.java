package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written comes back, byte for byte. */
class ColumnarWriterTest {
  private static final List<byte[][]> HARD = HardRows.all(42);

  @TempDir Path folder;

  static Stream<Arguments> all() {
    return Stream.of(FileKind.values())
        .flatMap(
            kind ->
                Stream.of(Compression.values())
                    .filter(compression -> exists(kind, compression))
                    .map(compression -> Arguments.of(kind, compression)));
  }

  private static boolean exists(FileKind kind, Compression compression) {
    boolean isArrow = kind == FileKind.ARROW_FILE || kind == FileKind.ARROW_STREAM;
    return !isArrow || compression != Compression.SNAPPY;
  }

  private Path write(FileKind kind, Compression compression, List<byte[][]> rows)
      throws IOException {
    return Rows.write(folder.resolve("file"), kind, compression, rows);
  }

  @ParameterizedTest
  @MethodSource("all")
  void writesRowsThatComeBack(FileKind kind, Compression compression) throws IOException {
    Path file = write(kind, compression, HARD);
    try (ColumnarFile opened = ColumnarFile.open(file)) {
      FileDescription description = opened.description();
      assertThat(description.kind()).isEqualTo(kind);
      assertThat(description.rows()).isEqualTo(HARD.size());
      assertThat(description.bytes()).isEqualTo(Files.size(file));
      assertThat(description.columnNames()).containsExactly("key", "value");
      assertThat(description.compression()).startsWithIgnoringCase(compression.name());
      assertThat(description.parts().stream().mapToLong(FilePart::rows).sum())
          .isEqualTo(HARD.size());
    }
    Rows.assertSame(Rows.read(file), HARD);
  }

  @ParameterizedTest
  @EnumSource
  void writesOneRowAndNone(FileKind kind) throws IOException {
    List<byte[][]> one = List.of(new byte[][][] {{{1}, {}}});
    Rows.assertSame(Rows.read(write(kind, Compression.ZSTD, one)), one);
    assertThat(Rows.read(write(kind, Compression.ZSTD, List.of()))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void readsSomeColumnsInAnyOrderFromAnyRowOn(FileKind kind) throws IOException {
    Path file = write(kind, Compression.LZ4, HARD);
    try (ColumnarFile opened = ColumnarFile.open(file)) {
      int last = HARD.size() - 1;
      var values = Rows.read(opened, List.of("value", "key"), last);
      assertThat(values).hasSize(1);
      assertThat(values.get(0).get(0)).isEqualTo(HARD.get(last)[1]);
      assertThat(values.get(0).get(1)).isEqualTo(HARD.get(last)[0]);
      assertThat(Rows.read(opened, List.of("key"), 1_000)).hasSize(HARD.size() - 1_000);
      assertThat(Rows.read(opened, List.of("key"), HARD.size())).isEmpty();
      assertThat(Rows.read(opened, List.of(), 0)).hasSize(HARD.size());
      assertThatThrownBy(() -> opened.rows(List.of("no"), 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(file + ": there is no column \"no\"; there are: key, value");
    }
  }

  @Test
  void leavesTheStreamOpenAndWritesNothingBeside() throws IOException {
    for (FileKind kind : FileKind.values()) {
      boolean[] closed = new boolean[1];
      ByteArrayOutputStream out =
          new ByteArrayOutputStream() {
            @Override
            public void close() {
              closed[0] = true;
            }
          };
      try (ColumnarWriter writer =
          ColumnarWriter.create(out, kind, List.of("key", "value"), Compression.NONE)) {
        writer.row(new byte[][] {{1}, {2}});
        writer.finish();
      }
      assertThat(closed[0]).as(kind.title()).isFalse();
      Path file = Files.write(folder.resolve(kind.name()), out.toByteArray());
      assertThat(Rows.read(file)).hasSize(1);
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(FileKind.values().length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNoWholeFileWhenItIsNotFinished(FileKind kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ColumnarWriter writer =
        ColumnarWriter.create(out, kind, List.of("key", "value"), Compression.NONE)) {
      for (byte[][] row : HARD) {
        writer.row(row);
      }
    }
    Path file = Files.write(folder.resolve("half"), out.toByteArray());
    if (kind == FileKind.ARROW_STREAM) {
      assertThat(Rows.read(file)).hasSizeLessThan(HARD.size());
    } else {
      assertThatThrownBy(() -> Rows.read(file)).isInstanceOf(CorruptionException.class);
    }
  }

  @Test
  void refusesACompressionThatTheFormatDoesNotHave() {
    assertThatThrownBy(
            () ->
                ColumnarWriter.create(
                    new ByteArrayOutputStream(),
                    FileKind.ARROW_FILE,
                    List.of("key"),
                    Compression.SNAPPY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none, lz4 or zstd");
  }
}
