package io.kodiak.columnar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.kodiak.api.CorruptionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** A Parquet file. */
final class ParquetFile implements ColumnarFile {
  private static final int MAGIC_BYTES = 4;
  private static final int TAIL_BYTES = Integer.BYTES + MAGIC_BYTES;

  private final FileBytes file;
  private final Guard guard;
  private final ParquetMetadata footer;
  private final FileDescription description;

  ParquetFile(FileBytes file) throws IOException {
    this.file = file;
    this.guard = new Guard(file.name());
    long version = checkFooter();
    this.footer =
        guard.call(
            () -> {
              try (ParquetFileReader reader = reader()) {
                return reader.getFooter();
              }
            });
    guard.call(
        () -> {
          checkRowGroups();
          return true;
        });
    this.description = guard.call(() -> ParquetFooter.describe(footer, version, file));
  }

  /** Looks at the footer before the library does; returns the version of the format in it. */
  private long checkFooter() throws IOException {
    long length = file.length();
    if (length < MAGIC_BYTES + TAIL_BYTES) {
      throw new CorruptionException(file.name(), length, "it is truncated: it has no footer");
    }
    byte[] tail = file.read(length - TAIL_BYTES, TAIL_BYTES);
    String magic = new String(tail, Integer.BYTES, MAGIC_BYTES, US_ASCII);
    if (magic.equals("PARE")) {
      throw new IOException(file.name() + ": its footer is encrypted, so it cannot be read");
    }
    if (!magic.equals("PAR1")) {
      throw new CorruptionException(
          file.name(), length - MAGIC_BYTES, "it is truncated: it does not end with PAR1");
    }
    int bytes = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
    long position = length - TAIL_BYTES - bytes;
    if (bytes < 0 || position < MAGIC_BYTES) {
      throw new CorruptionException(
          file.name(),
          length - TAIL_BYTES,
          "a footer of " + bytes + " bytes does not lie inside the file of " + length + " bytes");
    }
    guard.requireMemory("the footer", 4L * bytes);
    return new CompactGuard(file.name(), position, file.read(position, bytes)).check();
  }

  private void checkRowGroups() throws IOException {
    long rows = 0;
    for (BlockMetaData group : footer.getBlocks()) {
      if (group.getRowCount() < 0 || group.getRowCount() > Long.MAX_VALUE - rows) {
        throw new CorruptionException(
            file.name(), -1, "a row group claims to hold " + group.getRowCount() + " rows");
      }
      rows += group.getRowCount();
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        String what = "a chunk of column " + chunk.getPath().toDotString();
        file.require(what, chunk.getStartingPos(), chunk.getTotalSize(), file.length());
      }
    }
  }

  private ParquetFileReader reader() throws IOException {
    ParquetReadOptions options =
        ParquetReadOptions.builder(new PlainParquetConfiguration())
            .withCodecFactory(new ParquetDecompressors(guard))
            .usePageChecksumVerification()
            .build();
    return ParquetFileReader.open(new ParquetInput(file), options);
  }

  @Override
  public FileDescription description() {
    return description;
  }

  @Override
  public RowCursor rows(List<String> columns, long skipped) throws IOException {
    MessageType schema = footer.getFileMetaData().getSchema();
    List<Type> wanted = new ArrayList<>();
    for (String column : columns) {
      Columns.require(description, column, file.name());
      wanted.add(schema.getType(column));
    }
    return guard.call(
        () -> {
          ParquetFileReader reader = reader();
          try {
            return new ParquetRows(
                reader, new MessageType(schema.getName(), wanted), guard, skipped);
          } catch (IOException | RuntimeException e) {
            reader.close();
            throw e;
          }
        });
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
