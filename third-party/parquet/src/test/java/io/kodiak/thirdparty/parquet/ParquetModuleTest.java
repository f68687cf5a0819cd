package io.kodiak.thirdparty.parquet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Requires;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ParquetModuleTest {
  private static final int ROWS = 5_000;
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message entry { required binary key; required int64 seq; optional binary value; }");

  @Test
  void isANamedModule() {
    Module module = ParquetFileWriter.class.getModule();
    assertThat(module.getName()).isEqualTo("io.kodiak.thirdparty.parquet");
    assertThat(module.getDescriptor().isAutomatic()).isFalse();
  }

  @Test
  void keepsTheLicencesOfEveryMergedJar() throws IOException {
    for (String jar :
        List.of("column", "common", "encoding", "format-structures", "hadoop", "jackson")) {
      for (String file : List.of("LICENSE", "NOTICE")) {
        String resource = "META-INF/licenses/parquet-" + jar + "/" + file;
        try (var in = ParquetFileWriter.class.getClassLoader().getResourceAsStream(resource)) {
          assertThat(in).as(resource).isNotNull();
          assertThat(new String(in.readAllBytes(), UTF_8)).as(resource).contains("Apache");
        }
      }
    }
  }

  @Test
  void needsNoMoreOfHadoopThanItsClientApi() {
    Set<String> required = new TreeSet<>();
    for (Requires requires : ParquetFileWriter.class.getModule().getDescriptor().requires()) {
      required.add(requires.name());
    }
    assertThat(required).filteredOn(name -> name.contains("hadoop")).hasSize(1);
    assertThat(ModuleLayer.boot().findModule("hadoop.client.runtime")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNCOMPRESSED", "SNAPPY", "ZSTD"})
  void writesAndReadsAFile(CompressionCodecName codec) throws IOException {
    byte[] file = write(codec);
    assertThat(new String(file, file.length - 4, 4, US_ASCII)).isEqualTo("PAR1");

    var options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new PlainCodecs())
            .usePageChecksumVerification()
            .build();
    int row = 0;
    try (ParquetFileReader reader = ParquetFileReader.open(new MemoryInputFile(file), options)) {
      assertThat(reader.getFooter().getBlocks().get(0).getColumns().get(0).getCodec())
          .isEqualTo(codec);
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(SCHEMA)
                .getRecordReader(pages, new GroupRecordConverter(SCHEMA));
        for (long i = 0; i < pages.getRowCount(); i++, row++) {
          assertRow(records.read(), row);
        }
      }
    }
    assertThat(row).isEqualTo(ROWS);
  }

  private static byte[] write(CompressionCodecName codec) throws IOException {
    MemoryOutputFile out = new MemoryOutputFile();
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(out)
            .withConf(new PlainParquetConfiguration())
            .withType(SCHEMA)
            .withCompressionCodec(codec)
            .withCodecFactory(new PlainCodecs())
            .withPageWriteChecksumEnabled(true)
            .withRowGroupSize(64L << 10)
            .withPageSize(4 << 10)
            .build()) {
      for (int row = 0; row < ROWS; row++) {
        Group group = new SimpleGroup(SCHEMA);
        group.add("key", Binary.fromConstantByteArray(key(row)));
        group.add("seq", (long) row);
        if (row % 7 != 0) {
          group.add("value", Binary.fromConstantByteArray(value(row)));
        }
        writer.write(group);
      }
    }
    return out.bytes();
  }

  private static void assertRow(Group group, int row) {
    assertThat(group.getBinary("key", 0).getBytes()).isEqualTo(key(row));
    assertThat(group.getLong("seq", 0)).isEqualTo(row);
    if (row % 7 == 0) {
      assertThat(group.getFieldRepetitionCount("value")).isZero();
    } else {
      assertThat(group.getBinary("value", 0).getBytes()).isEqualTo(value(row));
    }
  }

  private static byte[] key(int row) {
    return new byte[] {(byte) 0xff, (byte) (row >>> 8), (byte) row};
  }

  private static byte[] value(int row) {
    byte[] value = new byte[row % 200];
    Arrays.fill(value, (byte) row);
    return value;
  }
}
