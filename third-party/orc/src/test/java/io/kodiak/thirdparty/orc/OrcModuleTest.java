package io.kodiak.thirdparty.orc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.CompressionKind;
import org.apache.orc.DateColumnStatistics;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrcModuleTest {
  private static final int ROWS = 5_000;
  private static final Path FILE = new Path("memory:///entries.orc");
  private static final TypeDescription SCHEMA =
      TypeDescription.fromString("struct<key:binary,seq:bigint,value:binary>");

  @Test
  void isANamedModule() {
    Module module = OrcFile.class.getModule();
    assertThat(module.getName()).isEqualTo("io.kodiak.thirdparty.orc");
    assertThat(module.getDescriptor().isAutomatic()).isFalse();
  }

  @Test
  void keepsTheLicencesOfTheMergedJars() throws IOException {
    for (String jar : List.of("orc-core", "orc-format", "orc-shims")) {
      for (String file : List.of("LICENSE", "NOTICE")) {
        String resource = "META-INF/licenses/" + jar + "/" + file;
        try (var in = OrcFile.class.getClassLoader().getResourceAsStream(resource)) {
          assertThat(in).as(resource).isNotNull();
          assertThat(new String(in.readAllBytes(), UTF_8)).as(resource).contains("Apache");
        }
      }
    }
  }

  @Test
  void knowsDates() throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    TypeDescription schema = TypeDescription.fromString("struct<day:date>");
    var options =
        OrcFile.writerOptions(new Configuration(false)).fileSystem(files).setSchema(schema);
    try (Writer writer = OrcFile.createWriter(FILE, options)) {
      VectorizedRowBatch batch = schema.createRowBatch();
      ((LongColumnVector) batch.cols[0]).vector[batch.size++] = 19_782;
      writer.addRowBatch(batch);
    }
    try (Reader reader =
        OrcFile.createReader(
            FILE, OrcFile.readerOptions(new Configuration(false)).filesystem(files))) {
      DateColumnStatistics days = (DateColumnStatistics) reader.getStatistics()[1];
      assertThat(days.getMinimumDayOfEpoch()).isEqualTo(19_782);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "ZLIB", "SNAPPY", "LZ4", "ZSTD"})
  void writesAndReadsAFile(CompressionKind compression) throws IOException {
    MemoryFileSystem files = new MemoryFileSystem();
    write(files, compression);
    assertThat(new String(files.bytes(FILE), 0, 3, US_ASCII)).isEqualTo("ORC");

    int row = 0;
    try (Reader reader =
            OrcFile.createReader(
                FILE, OrcFile.readerOptions(new Configuration(false)).filesystem(files));
        RecordReader rows = reader.rows()) {
      assertThat(reader.getCompressionKind()).isEqualTo(compression);
      assertThat(reader.getSoftwareVersion()).startsWith("ORC Java 2.");
      VectorizedRowBatch batch = SCHEMA.createRowBatch();
      while (rows.nextBatch(batch)) {
        for (int i = 0; i < batch.size; i++, row++) {
          assertRow(batch, i, row);
        }
      }
    }
    assertThat(row).isEqualTo(ROWS);
  }

  private static void write(MemoryFileSystem files, CompressionKind compression)
      throws IOException {
    var options =
        OrcFile.writerOptions(new Configuration(false))
            .fileSystem(files)
            .setSchema(SCHEMA)
            .compress(compression)
            .rowIndexStride(1000);
    try (Writer writer = OrcFile.createWriter(FILE, options)) {
      VectorizedRowBatch batch = SCHEMA.createRowBatch();
      for (int row = 0; row < ROWS; row++) {
        int at = batch.size++;
        ((BytesColumnVector) batch.cols[0]).setVal(at, key(row));
        ((LongColumnVector) batch.cols[1]).vector[at] = row;
        if (row % 7 == 0) {
          batch.cols[2].noNulls = false;
          batch.cols[2].isNull[at] = true;
        } else {
          ((BytesColumnVector) batch.cols[2]).setVal(at, value(row));
        }
        if (batch.size == batch.getMaxSize()) {
          writer.addRowBatch(batch);
          batch.reset();
        }
      }
      writer.addRowBatch(batch);
    }
  }

  private static void assertRow(VectorizedRowBatch batch, int at, int row) {
    assertThat(bytes(batch, 0, at)).isEqualTo(key(row));
    assertThat(((LongColumnVector) batch.cols[1]).vector[at]).isEqualTo(row);
    if (row % 7 == 0) {
      assertThat(batch.cols[2].isNull[at]).isTrue();
    } else {
      assertThat(bytes(batch, 2, at)).isEqualTo(value(row));
    }
  }

  private static byte[] bytes(VectorizedRowBatch batch, int column, int at) {
    BytesColumnVector vector = (BytesColumnVector) batch.cols[column];
    return Arrays.copyOfRange(
        vector.vector[at], vector.start[at], vector.start[at] + vector.length[at]);
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
