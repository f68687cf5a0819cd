package io.kodiak.columnar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** An Arrow file or stream. */
final class ArrowFile implements ColumnarFile {
  private final FileBytes file;
  private final FileKind kind;
  private final Guard guard;
  private final FileDescription description;

  ArrowFile(FileBytes file, FileKind kind) throws IOException {
    this.file = file;
    this.kind = kind;
    this.guard = new Guard(file.name());
    ArrowMessages messages = guard.call(() -> ArrowMessages.of(file, kind, guard));
    description = guard.call(() -> describe(messages));
  }

  private FileDescription describe(ArrowMessages messages) throws IOException {
    Map<String, String> properties = new LinkedHashMap<>();
    List<ColumnDescription> columns = new ArrayList<>();
    try (ArrowSource source = source()) {
      source.call(
          () -> {
            describe(source.reader(), columns, properties);
            return true;
          });
    }
    return new FileDescription(
        kind,
        "",
        messages.version(),
        messages.rows(),
        file.length(),
        messages.compression(),
        List.copyOf(columns),
        List.copyOf(messages.batches()),
        properties);
  }

  private static void describe(
      ArrowReader reader, List<ColumnDescription> columns, Map<String, String> properties)
      throws IOException {
    Schema schema = reader.getVectorSchemaRoot().getSchema();
    for (Field field : schema.getFields()) {
      columns.add(
          new ColumnDescription(
              field.getName(), type(field), field.isNullable(), -1, -1, null, null));
    }
    if (schema.getCustomMetadata() != null) {
      properties.putAll(schema.getCustomMetadata());
    }
    if (reader instanceof ArrowFileReader whole && whole.getMetaData() != null) {
      properties.putAll(whole.getMetaData());
    }
  }

  private static String type(Field field) {
    if (field.getChildren().isEmpty()) {
      return field.getType().toString() + (field.getDictionary() == null ? "" : " (dictionary)");
    }
    List<String> children = new ArrayList<>();
    field.getChildren().forEach(child -> children.add(child.getName() + ": " + type(child)));
    return field.getType() + "<" + String.join(", ", children) + ">";
  }

  private ArrowSource source() {
    return new ArrowSource(this::reader, guard);
  }

  private ArrowReader reader(BufferAllocator allocator) {
    ArrowCodecs codecs = new ArrowCodecs();
    return kind == FileKind.ARROW_FILE
        ? new ArrowFileReader(new Channel(file), allocator, codecs)
        : new ArrowStreamReader(Channels.newChannel(new FileStream(file)), allocator, codecs);
  }

  @Override
  public FileDescription description() {
    return description;
  }

  @Override
  public RowCursor rows(List<String> columns, long skipped) throws IOException {
    columns.forEach(column -> Columns.require(description, column, file.name()));
    ArrowRows rows = new ArrowRows(source(), columns);
    try {
      rows.skip(description.parts(), skipped);
      return rows;
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** The file with a position of its own; closing it leaves the file open. */
  private static final class Channel implements SeekableByteChannel {
    private final FileBytes file;
    private long at;
    private boolean open = true;

    Channel(FileBytes file) {
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!open) {
        throw new ClosedChannelException();
      }
      int read = file.read(at, target);
      at += Math.max(read, 0);
      return read;
    }

    @Override
    public long position() {
      return at;
    }

    @Override
    public SeekableByteChannel position(long position) {
      at = position;
      return this;
    }

    @Override
    public long size() {
      return file.length();
    }

    @Override
    public int write(ByteBuffer source) {
      throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new NonWritableChannelException();
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
