package io.kodiak.format.parquet;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.filter2.compat.FilterCompat;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/** The Parquet library's own reader over a file in memory: the oracle. */
final class LibraryReader {
  private LibraryReader() {}

  /** Opens a file; checksums of pages are compared, and indexes used with the filter. */
  static ParquetFileReader open(byte[] file, FilterCompat.Filter filter) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new Codecs())
            .withRecordFilter(filter)
            .usePageChecksumVerification(true)
            .build();
    return ParquetFileReader.open(new MemoryInput(file), options);
  }

  /** The rows of the row groups that a job gets which reads a part of the file. */
  static long rowsOfSplit(byte[] file, long from, long to) throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration()).withRange(from, to).build();
    try (ParquetFileReader reader = ParquetFileReader.open(new MemoryInput(file), options)) {
      return reader.getRecordCount();
    }
  }

  /** All rows of a file, record by record, as one block. */
  static Block readAll(byte[] file) throws IOException {
    BlockBuilder builder = new BlockBuilder();
    try (ParquetFileReader reader = open(file, FilterCompat.NOOP)) {
      for (PageReadStore pages = reader.readNextRowGroup();
          pages != null;
          pages = reader.readNextRowGroup()) {
        append(reader.getFileMetaData().getSchema(), pages, builder);
      }
    }
    return builder.build();
  }

  /** Adds the rows of a row group to {@code builder}. */
  static void append(MessageType schema, PageReadStore pages, BlockBuilder builder) {
    MessageColumnIO columns = new ColumnIOFactory().getColumnIO(schema);
    RecordReader<Group> records = columns.getRecordReader(pages, new GroupRecordConverter(schema));
    for (long i = 0; i < pages.getRowCount(); i++) {
      Group row = records.read();
      byte[] key = row.getBinary("key", 0).getBytes();
      boolean present = row.getFieldRepetitionCount("value") > 0;
      byte[] value = present ? row.getBinary("value", 0).getBytes() : new byte[0];
      int op = row.getInteger("op", 0);
      if (present == (op == 1)) {
        throw new AssertionError("op " + op + " of a row with the value present: " + present);
      }
      long sequence = row.getLong("seq", 0);
      builder.append(key, 0, key.length, sequence, (byte) op, value, 0, value.length);
    }
  }

  /** The codecs of this module, for the library's look for native Hadoop. */
  private static final class Codecs implements CompressionCodecFactory {
    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName name) {
      throw new AssertionError("nothing is written here");
    }

    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
      int number = name.getParquetCompressionCodec().getValue();
      try {
        return new LibraryDecompressor(
            number == NoCodec.NUMBER ? null : Codec.numbered(number).decompressor());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void release() {}
  }

  private record LibraryDecompressor(Codec.Decompressor codec)
      implements CompressionCodecFactory.BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int size) throws IOException {
      byte[] packed = bytes.toInputStream().readAllBytes();
      byte[] plain = new byte[size];
      codec.decompress(packed, 0, packed.length, plain, plain.length);
      return BytesInput.from(plain);
    }

    @Override
    public void decompress(ByteBuffer input, int inputSize, ByteBuffer output, int outputSize) {
      throw new AssertionError("only arrays are used here");
    }

    @Override
    public void release() {}
  }

  private static final class MemoryInput implements InputFile {
    private final byte[] file;

    MemoryInput(byte[] file) {
      this.file = file;
    }

    @Override
    public long getLength() {
      return file.length;
    }

    @Override
    public SeekableInputStream newStream() {
      Stream stream = new Stream(file);
      return new DelegatingSeekableInputStream(stream) {
        @Override
        public long getPos() {
          return stream.at();
        }

        @Override
        public void seek(long position) {
          stream.at((int) position);
        }
      };
    }
  }

  private static final class Stream extends ByteArrayInputStream {
    Stream(byte[] file) {
      super(file);
    }

    int at() {
      return pos;
    }

    void at(int position) {
      pos = position;
    }
  }
}
