package io.kodiak.columnar;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Writes a Parquet file through the library. */
final class ParquetRowWriter implements ColumnarWriter {
  private static final long ROW_GROUP_BYTES = 64L << 20;

  /**
   * The library looks at the sizes of the page and of the row group after so many rows at the
   * latest; by default, small rows make it look up to 10,000 rows ahead, however large those are.
   */
  private static final int MOST_UNCHECKED_ROWS = 4;

  private final Outlet outlet;
  private final ParquetWriter<byte[][]> writer;
  private boolean finished;

  ParquetRowWriter(OutputStream out, List<String> columns, Compression compression)
      throws IOException {
    Types.MessageTypeBuilder schema = Types.buildMessage();
    for (String column : columns) {
      schema.required(PrimitiveTypeName.BINARY).named(column);
    }
    outlet = new Outlet(out);
    writer =
        new Builder(new Target(outlet), schema.named("kodiak"))
            .withConf(new PlainParquetConfiguration())
            .withCompressionCodec(codec(compression))
            .withCodecFactory(new ParquetCompressors())
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withMinRowCountForPageSizeCheck(1)
            .withMaxRowCountForPageSizeCheck(MOST_UNCHECKED_ROWS)
            .withPageWriteChecksumEnabled(true)
            .build();
  }

  private static CompressionCodecName codec(Compression compression) {
    return switch (compression) {
      case NONE -> CompressionCodecName.UNCOMPRESSED;
      case SNAPPY -> CompressionCodecName.SNAPPY;
      case LZ4 -> CompressionCodecName.LZ4_RAW;
      case ZSTD -> CompressionCodecName.ZSTD;
    };
  }

  @Override
  public void row(byte[][] values) throws IOException {
    try {
      writer.write(values);
    } catch (IOException | RuntimeException | Error e) {
      throw outlet.failed(e);
    }
  }

  @Override
  public void finish() throws IOException {
    finished = true;
    try {
      writer.close();
    } catch (IOException | RuntimeException | Error e) {
      throw outlet.failed(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!finished) {
      finished = true;
      outlet.cut();
      writer.close();
    }
  }

  private static final class Builder extends ParquetWriter.Builder<byte[][], Builder> {
    private final MessageType schema;

    Builder(OutputFile file, MessageType schema) {
      super(file);
      this.schema = schema;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // the library demands it, and does not call it
    protected WriteSupport<byte[][]> getWriteSupport(Configuration configuration) {
      return new RowsOfBytes(schema);
    }

    @Override
    protected WriteSupport<byte[][]> getWriteSupport(ParquetConfiguration configuration) {
      return new RowsOfBytes(schema);
    }
  }

  private static final class RowsOfBytes extends WriteSupport<byte[][]> {
    private final MessageType schema;
    private RecordConsumer consumer;

    RowsOfBytes(MessageType schema) {
      this.schema = schema;
    }

    @Override
    @SuppressWarnings("deprecation") // the library demands it, and does not call it
    public WriteContext init(Configuration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public WriteContext init(ParquetConfiguration configuration) {
      return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
      consumer = recordConsumer;
    }

    @Override
    public void write(byte[][] row) {
      consumer.startMessage();
      for (int i = 0; i < row.length; i++) {
        consumer.startField(schema.getFieldName(i), i);
        consumer.addBinary(Binary.fromReusedByteArray(row[i]));
        consumer.endField(schema.getFieldName(i), i);
      }
      consumer.endMessage();
    }
  }

  /** A stream that only knows how far it is. */
  private record Target(Outlet out) implements OutputFile {
    @Override
    public PositionOutputStream create(long blockSizeHint) {
      return new Counted(out);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
      return new Counted(out);
    }

    @Override
    public boolean supportsBlockSize() {
      return false;
    }

    @Override
    public long defaultBlockSize() {
      return 0;
    }
  }

  private static final class Counted extends PositionOutputStream {
    private final Outlet out;
    private long position;

    Counted(Outlet out) {
      this.out = out;
    }

    @Override
    public long getPos() {
      return position;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      position++;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      out.write(bytes, offset, count);
      position += count;
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
