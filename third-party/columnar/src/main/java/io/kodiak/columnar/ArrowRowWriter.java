package io.kodiak.columnar;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compression.CompressionUtil.CodecType;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.ArrowStreamWriter;
import org.apache.arrow.vector.ipc.ArrowWriter;
import org.apache.arrow.vector.ipc.message.IpcOption;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Writes an Arrow file or stream through the library. */
final class ArrowRowWriter implements ColumnarWriter {
  private static final int BATCH_ROWS = 1 << 16;
  private static final long BATCH_BYTES = 16L << 20;

  private final BufferAllocator allocator = new RootAllocator();
  private final VectorSchemaRoot root;
  private final ArrowWriter writer;
  private int rows;
  private long bytes;

  ArrowRowWriter(OutputStream out, FileKind kind, List<String> columns, Compression compression)
      throws IOException {
    CodecType codec = codec(compression);
    List<Field> fields = new ArrayList<>();
    for (String column : columns) {
      fields.add(new Field(column, FieldType.notNullable(ArrowType.Binary.INSTANCE), List.of()));
    }
    root = VectorSchemaRoot.create(new Schema(fields), allocator);
    writer = writer(out, kind, codec);
    writer.start();
  }

  private static CodecType codec(Compression compression) {
    return switch (compression) {
      case NONE -> CodecType.NO_COMPRESSION;
      case LZ4 -> CodecType.LZ4_FRAME;
      case ZSTD -> CodecType.ZSTD;
      case SNAPPY ->
          throw new IllegalArgumentException("Arrow has no snappy; choose none, lz4 or zstd");
    };
  }

  private ArrowWriter writer(OutputStream out, FileKind kind, CodecType codec) {
    MapDictionaryProvider dictionaries = new MapDictionaryProvider();
    ArrowCodecs codecs = new ArrowCodecs();
    var channel = Channels.newChannel(out);
    return kind == FileKind.ARROW_FILE
        ? new ArrowFileWriter(
            root, dictionaries, channel, Map.of(), IpcOption.DEFAULT, codecs, codec)
        : new ArrowStreamWriter(root, dictionaries, channel, IpcOption.DEFAULT, codecs, codec);
  }

  @Override
  public void row(byte[][] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      ((VarBinaryVector) root.getVector(i)).setSafe(rows, values[i]);
      bytes += values[i].length;
    }
    rows++;
    if (rows == BATCH_ROWS || bytes >= BATCH_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (rows > 0) {
      root.setRowCount(rows);
      writer.writeBatch();
      root.clear();
      rows = 0;
      bytes = 0;
    }
  }

  @Override
  public void finish() throws IOException {
    flush();
    writer.end();
  }

  @Override
  public void close() {
    root.close();
    allocator.close();
  }
}
