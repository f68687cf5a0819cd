package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.common.type.HiveDecimal;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.ColumnVector;
import org.apache.orc.storage.ql.exec.vector.DecimalColumnVector;
import org.apache.orc.storage.ql.exec.vector.DoubleColumnVector;
import org.apache.orc.storage.ql.exec.vector.ListColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.MapColumnVector;
import org.apache.orc.storage.ql.exec.vector.StructColumnVector;
import org.apache.orc.storage.ql.exec.vector.TimestampColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** ORC files that orc-core wrote. */
class OrcFilesTest {
  @TempDir Path folder;

  /** Fills the row of a batch. */
  private interface Fill {
    void row(ColumnVector[] columns, int at, int row);
  }

  private Path write(String schema, CompressionKind compression, int rows, Fill fill)
      throws IOException {
    Path path = folder.resolve("rows.orc");
    TypeDescription type = TypeDescription.fromString(schema);
    try (OutputStream out = Files.newOutputStream(path)) {
      OneFile file = OneFile.of(new Outlet(out));
      Writer writer =
          OrcFile.createWriter(
              file.path(),
              OrcFile.writerOptions(new Configuration(false))
                  .fileSystem(file)
                  .setSchema(type)
                  .compress(compression)
                  .useUTCTimestamp(true)
                  .stripeSize(100_000));
      VectorizedRowBatch batch = type.createRowBatch();
      for (int row = 0; row < rows; row++) {
        fill.row(batch.cols, batch.size++, row);
        if (batch.size == batch.getMaxSize()) {
          writer.addRowBatch(batch);
          batch.reset();
        }
      }
      writer.addRowBatch(batch);
      writer.addUserMetadata("made", ByteBuffer.wrap("by hand".getBytes(UTF_8)));
      writer.close();
    }
    return path;
  }

  private static void set(ColumnVector column, int at, byte[] bytes) {
    ((BytesColumnVector) column).setVal(at, bytes);
  }

  private static void setNull(ColumnVector column, int at) {
    column.noNulls = false;
    column.isNull[at] = true;
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZLIB", "SNAPPY", "LZ4", "ZSTD"})
  void areReadInEveryCompression(CompressionKind compression) throws IOException {
    Path path =
        write(
            "struct<key:binary,n:bigint>",
            compression,
            30_000,
            (columns, at, row) -> {
              set(columns[0], at, new byte[] {(byte) (row >>> 8), (byte) row, (byte) (row * 7)});
              if (row % 5 == 0) {
                setNull(columns[1], at);
              } else {
                ((LongColumnVector) columns[1]).vector[at] = row * 1_000_003L;
              }
            });
    try (ColumnarFile file = ColumnarFile.open(path)) {
      FileDescription description = file.description();
      assertThat(description.rows()).isEqualTo(30_000);
      assertThat(description.writer()).startsWith("ORC Java");
      assertThat(description.version()).isEqualTo("0.12");
      assertThat(description.compression()).isEqualToIgnoringCase(compression.name());
      assertThat(description.properties()).containsEntry("made", "by hand");
      assertThat(description.columns().get(1).nulls()).isEqualTo(6_000);
      assertThat(description.columns().get(1).min()).isEqualTo(1_000_003L);
      assertThat(description.columns().get(1).max()).isEqualTo(29_999 * 1_000_003L);
      for (int skipped : new int[] {0, 12_345, 29_999}) {
        var rows = Rows.read(file, List.of("n", "key"), skipped);
        assertThat(rows).hasSize(30_000 - skipped);
        for (int i = 0; i < rows.size(); i++) {
          int row = i + skipped;
          assertThat(rows.get(i).get(0)).isEqualTo(row % 5 == 0 ? null : row * 1_000_003L);
          assertThat((byte[]) rows.get(i).get(1))
              .containsExactly((byte) (row >>> 8), (byte) row, (byte) (row * 7));
        }
      }
    }
  }

  @Test
  void giveValuesOfAllTypes() throws IOException {
    long millis = Instant.parse("1924-02-29T12:34:56.789Z").toEpochMilli();
    Path path =
        write(
            "struct<b:boolean,t:tinyint,d:double,s:string,c:char(5),day:date,at:timestamp,"
                + "moment:timestamp with local time zone,money:decimal(20,2),list:array<int>,"
                + "map:map<string,int>,struct:struct<x:int,y:binary>>",
            CompressionKind.NONE,
            1,
            (columns, at, row) -> {
              ((LongColumnVector) columns[0]).vector[at] = 1;
              ((LongColumnVector) columns[1]).vector[at] = -7;
              ((DoubleColumnVector) columns[2]).vector[at] = 2.5;
              set(columns[3], at, "größe".getBytes(UTF_8));
              set(columns[4], at, "abc".getBytes(UTF_8));
              ((LongColumnVector) columns[5]).vector[at] = LocalDate.of(2024, 2, 29).toEpochDay();
              for (int i = 6; i <= 7; i++) {
                TimestampColumnVector times = (TimestampColumnVector) columns[i];
                times.time[at] = millis;
                times.nanos[at] = 789_000_001;
              }
              ((DecimalColumnVector) columns[8]).set(at, HiveDecimal.create("123456789012.34"));
              ListColumnVector list = (ListColumnVector) columns[9];
              list.lengths[at] = 2;
              ((LongColumnVector) list.child).vector[0] = 1;
              setNull(list.child, 1);
              MapColumnVector map = (MapColumnVector) columns[10];
              map.lengths[at] = 1;
              set(map.keys, 0, "k".getBytes(UTF_8));
              ((LongColumnVector) map.values).vector[0] = 5;
              StructColumnVector struct = (StructColumnVector) columns[11];
              ((LongColumnVector) struct.fields[0]).vector[at] = 9;
              set(struct.fields[1], at, new byte[] {0, -1});
            });
    Instant moment = Instant.parse("1924-02-29T12:34:56.789000001Z");
    assertThat(Rows.read(path).get(0))
        .usingRecursiveComparison()
        .isEqualTo(
            Arrays.asList(
                true,
                -7L,
                2.5,
                "größe",
                "abc",
                LocalDate.of(2024, 2, 29),
                LocalDateTime.ofInstant(moment, ZoneOffset.UTC),
                moment,
                new BigDecimal("123456789012.34"),
                Arrays.asList(1L, null),
                Map.of("k", 5L),
                Map.of("x", 9L, "y", new byte[] {0, -1})));
  }

  @Test
  void withLargeValuesAreReadInSmallBatches() throws IOException {
    byte[] value = new byte[1 << 20];
    Path path =
        write(
            "struct<value:binary>",
            CompressionKind.ZSTD,
            1_500,
            (columns, at, row) -> set(columns[0], at, at % 100 == 0 ? value : new byte[0]));
    try (ColumnarFile file = ColumnarFile.open(path);
        RowCursor rows = file.rows(List.of("value"), 0)) {
      long bytes = 0;
      while (rows.next()) {
        bytes += ((byte[]) rows.value(0)).length;
      }
      assertThat(bytes).isEqualTo(16L << 20);
    }
  }
}
