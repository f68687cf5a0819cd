package io.kodiak.columnar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the batches of an Arrow file are found. */
class ArrowBatchesTest {
  /** In the footer: an offset, the length of the metadata in eight bytes, and that of the body. */
  private static final int BLOCK_BYTES = 24;

  @TempDir Path folder;

  /** A batch of 17 MiB and, behind it, one of three small rows. */
  private Path twoBatches(Compression compression) throws IOException {
    List<byte[][]> rows = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      rows.add(new byte[][] {{(byte) i}, new byte[1 << 20]});
    }
    rows.get(15)[1] = new byte[0];
    for (int i = 17; i < 20; i++) {
      rows.add(new byte[][] {{(byte) i}, {(byte) i}});
    }
    Path path = Rows.write(folder.resolve("rows"), FileKind.ARROW_FILE, compression, rows);
    try (ColumnarFile file = ColumnarFile.open(path)) {
      assertThat(file.description().parts()).extracting(FilePart::rows).containsExactly(17L, 3L);
    }
    return path;
  }

  @Test
  void areReadFromALaterRowOnWithoutTheBatchesBefore() throws IOException {
    Path path = twoBatches(Compression.LZ4);
    byte[] bytes = Files.readAllBytes(path);
    try (ColumnarFile file = ColumnarFile.open(path)) {
      FilePart first = file.description().parts().get(0);
      int end = (int) (first.offset() + first.bytes());
      Arrays.fill(bytes, end - (int) first.bytes() / 2, end, (byte) 0xff);
    }
    Files.write(path, bytes);
    assertThatThrownBy(() -> Rows.read(path)).isInstanceOf(CorruptionException.class);
    try (ColumnarFile file = ColumnarFile.open(path)) {
      assertThat(Rows.read(file, List.of("key"), 17)).hasSize(3);
      List<List<Object>> last = Rows.read(file, List.of("key"), 19);
      assertThat(last).hasSize(1);
      assertThat((byte[]) last.get(0).get(0)).containsExactly(19);
      assertThat(Rows.read(file, List.of("key"), 20)).isEmpty();
    }
  }

  @Test
  void areRefusedWhenTheFooterListsOneOverAndOver() throws IOException {
    Path path = twoBatches(Compression.NONE);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int first;
    try (ColumnarFile file = ColumnarFile.open(path)) {
      long offset = file.description().parts().get(0).offset();
      long next = file.description().parts().get(1).offset();
      first = bytes.limit() - 2 * BLOCK_BYTES;
      while (bytes.getLong(first) != offset || bytes.getLong(first + BLOCK_BYTES) != next) {
        first--;
      }
    }
    bytes.put(first + BLOCK_BYTES, bytes.array(), first, BLOCK_BYTES);
    Files.write(path, bytes.array());
    assertThatThrownBy(() -> ColumnarFile.open(path))
        .isInstanceOf(CorruptionException.class)
        .hasMessageContaining("the batches that its footer lists take more bytes than the file");
  }
}
