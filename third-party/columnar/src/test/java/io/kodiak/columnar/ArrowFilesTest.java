package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.compression.CommonsCompressionFactory;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.TimeStampMilliVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.impl.UnionListWriter;
import org.apache.arrow.vector.compression.CompressionCodec;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files and streams that Arrow's library wrote, with its own compression. */
class ArrowFilesTest {
  @TempDir Path folder;

  private static ArrowWriter writer(
      boolean stream,
      VectorSchemaRoot root,
      MapDictionaryProvider dictionaries,
      OutputStream out,
      CodecType codec) {
    var channel = Channels.newChannel(out);
    CompressionCodec.Factory codecs =
        codec == CodecType.NO_COMPRESSION
            ? NoCompressionCodec.Factory.INSTANCE
            : CommonsCompressionFactory.INSTANCE;
    return stream
        ? new ArrowStreamWriter(root, dictionaries, channel, IpcOption.DEFAULT, codecs, codec)
        : new ArrowFileWriter(
            root,
            dictionaries,
            channel,
            Map.of("made", "by hand"),
            IpcOption.DEFAULT,
            codecs,
            codec);
  }

  @ParameterizedTest
  @CsvSource({
    "false,NO_COMPRESSION,none", "false,LZ4_FRAME,lz4", "false,ZSTD,zstd",
    "true,NO_COMPRESSION,none", "true,LZ4_FRAME,lz4", "true,ZSTD,zstd"
  })
  void areReadInEveryCompression(boolean stream, CodecType codec, String name) throws IOException {
    Path path = folder.resolve("rows");
    try (BufferAllocator allocator = new RootAllocator();
        VarBinaryVector keys = new VarBinaryVector("key", allocator);
        BigIntVector numbers = new BigIntVector("n", allocator);
        OutputStream out = Files.newOutputStream(path)) {
      VectorSchemaRoot root = VectorSchemaRoot.of(keys, numbers);
      ArrowWriter writer = writer(stream, root, new MapDictionaryProvider(), out, codec);
      writer.start();
      for (int batch = 0; batch < 5; batch++) {
        root.clear();
        for (int i = 0; i < 3_000; i++) {
          keys.setSafe(i, new byte[] {(byte) batch, (byte) (i >>> 8), (byte) i});
          if (i % 3 == 0) {
            numbers.setNull(i);
          } else {
            numbers.setSafe(i, batch * 3_000L + i);
          }
        }
        root.setRowCount(3_000);
        writer.writeBatch();
      }
      writer.end();
    }
    try (ColumnarFile file = ColumnarFile.open(path)) {
      FileDescription description = file.description();
      assertThat(description.kind())
          .isEqualTo(stream ? FileKind.ARROW_STREAM : FileKind.ARROW_FILE);
      assertThat(description.rows()).isEqualTo(15_000);
      assertThat(description.parts()).hasSize(5);
      assertThat(description.compression()).isEqualTo(name);
      assertThat(description.version()).isEqualTo("V5");
      if (!stream) {
        assertThat(description.properties()).containsEntry("made", "by hand");
      }
      for (int skipped : new int[] {0, 2_999, 3_000, 7_777}) {
        var rows = Rows.read(file, List.of("n", "key"), skipped);
        assertThat(rows).hasSize(15_000 - skipped);
        for (int at = 0; at < rows.size(); at++) {
          int row = at + skipped;
          int i = row % 3_000;
          assertThat(rows.get(at).get(0)).isEqualTo(i % 3 == 0 ? null : (long) row);
          assertThat((byte[]) rows.get(at).get(1))
              .containsExactly((byte) (row / 3_000), (byte) (i >>> 8), (byte) i);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mayHoldDictionaries(boolean stream) throws IOException {
    Path path = folder.resolve("rows");
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector words = new VarCharVector("words", allocator);
        VarCharVector texts = new VarCharVector("text", allocator);
        OutputStream out = Files.newOutputStream(path)) {
      words.setSafe(0, "red".getBytes(UTF_8));
      words.setSafe(1, "blue".getBytes(UTF_8));
      words.setValueCount(2);
      texts.setSafe(0, "blue".getBytes(UTF_8));
      texts.setNull(1);
      texts.setSafe(2, "red".getBytes(UTF_8));
      texts.setValueCount(3);
      Dictionary dictionary = new Dictionary(words, new DictionaryEncoding(1, false, null));
      MapDictionaryProvider dictionaries = new MapDictionaryProvider(dictionary);
      try (FieldVector encoded = (FieldVector) DictionaryEncoder.encode(texts, dictionary)) {
        VectorSchemaRoot root = VectorSchemaRoot.of(encoded);
        root.setRowCount(3);
        try (ArrowWriter writer =
            writer(stream, root, dictionaries, out, CodecType.NO_COMPRESSION)) {
          writer.start();
          writer.writeBatch();
          writer.end();
        }
      }
    }
    assertThat(Rows.read(path)).extracting(row -> row.get(0)).containsExactly("blue", null, "red");
  }

  @Test
  void giveValuesOfAllTypes() throws IOException {
    Path path = folder.resolve("rows");
    long millis = Instant.parse("1924-02-29T12:34:56.789Z").toEpochMilli();
    try (BufferAllocator allocator = new RootAllocator();
        BitVector bit = new BitVector("bit", allocator);
        UInt1Vector tiny = new UInt1Vector("tiny", allocator);
        UInt8Vector huge = new UInt8Vector("huge", allocator);
        IntVector number = new IntVector("int", allocator);
        Float4Vector real = new Float4Vector("real", allocator);
        DecimalVector money = new DecimalVector("money", allocator, 20, 2);
        VarCharVector text = new VarCharVector("text", allocator);
        DateDayVector day = new DateDayVector("day", allocator);
        TimeMicroVector clock = new TimeMicroVector("clock", allocator);
        TimeStampMilliVector local = new TimeStampMilliVector("local", allocator);
        TimeStampMicroTZVector moment = new TimeStampMicroTZVector("moment", allocator, "UTC");
        ListVector list = ListVector.empty("list", allocator);
        OutputStream out = Files.newOutputStream(path)) {
      bit.setSafe(0, 1);
      tiny.setSafe(0, 255);
      huge.setSafe(0, -1L);
      number.setSafe(0, -5);
      real.setSafe(0, 1.5f);
      money.setSafe(0, new BigDecimal("-12.34"));
      text.setSafe(0, "größe".getBytes(UTF_8));
      day.setSafe(0, (int) LocalDate.of(2024, 2, 29).toEpochDay());
      clock.setSafe(0, LocalTime.of(1, 2, 3).toNanoOfDay() / 1_000);
      local.setSafe(0, millis);
      moment.setSafe(0, millis * 1_000 + 1);
      UnionListWriter items = list.getWriter();
      items.startList();
      items.bigInt().writeBigInt(1);
      items.bigInt().writeBigInt(2);
      items.endList();
      VectorSchemaRoot root =
          VectorSchemaRoot.of(
              bit, tiny, huge, number, real, money, text, day, clock, local, moment, list);
      root.setRowCount(1);
      ArrowWriter writer =
          writer(false, root, new MapDictionaryProvider(), out, CodecType.NO_COMPRESSION);
      writer.start();
      writer.writeBatch();
      writer.end();
    }
    assertThat(Rows.read(path).get(0))
        .isEqualTo(
            Arrays.asList(
                true,
                255L,
                new BigDecimal("18446744073709551615"),
                -5L,
                1.5,
                new BigDecimal("-12.34"),
                "größe",
                LocalDate.of(2024, 2, 29),
                LocalTime.of(1, 2, 3),
                LocalDateTime.of(1924, 2, 29, 12, 34, 56, 789_000_000),
                Instant.parse("1924-02-29T12:34:56.789001Z"),
                List.of(1L, 2L)));
  }
}
