package io.kodiak.columnar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** The rows of a Parquet file. A row group is read as a whole, its pages are decoded one by one. */
final class ParquetRows implements RowCursor {
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final Guard guard;
  private final MessageColumnIO columns;
  private int group;
  private @Nullable RecordReader<@Nullable Object[]> records;
  private long left;
  private @Nullable Object[] row = new Object[0];

  ParquetRows(ParquetFileReader reader, MessageType schema, Guard guard, long skipped)
      throws IOException {
    this.reader = reader;
    this.schema = schema;
    this.guard = guard;
    reader.setRequestedSchema(schema);
    columns = new ColumnIOFactory().getColumnIO(schema);
    long rest = skipped;
    List<BlockMetaData> groups = reader.getRowGroups();
    while (group < groups.size() && rest >= groups.get(group).getRowCount()) {
      rest -= groups.get(group).getRowCount();
      reader.skipNextRowGroup();
      group++;
    }
    for (long i = 0; i < rest; i++) {
      next();
    }
  }

  @Override
  public boolean next() throws IOException {
    return guard.call(this::advance);
  }

  private boolean advance() throws IOException {
    while (left == 0) {
      if (group >= reader.getRowGroups().size()) {
        return false;
      }
      open(reader.getRowGroups().get(group));
    }
    if (records != null) {
      row = records.read();
    }
    left--;
    return true;
  }

  private void open(BlockMetaData next) throws IOException {
    guard.requireMemory("row group " + group, bytes(next));
    PageReadStore pages = reader.readNextRowGroup();
    group++;
    if (pages == null) {
      throw new IOException("row group " + (group - 1) + " is missing");
    }
    left = next.getRowCount();
    records = left == 0 ? null : columns.getRecordReader(pages, new Assembly(schema));
  }

  /** What the columns that are read take in the file: so much is in memory at once. */
  private long bytes(BlockMetaData next) {
    List<String> names = new ArrayList<>();
    schema.getFields().forEach(field -> names.add(field.getName()));
    long bytes = 0;
    for (ColumnChunkMetaData chunk : next.getColumns()) {
      bytes += names.contains(chunk.getPath().toArray()[0]) ? chunk.getTotalSize() : 0;
    }
    return bytes;
  }

  @Override
  public @Nullable Object value(int column) {
    return row[column];
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** Assembles rows. */
  private static final class Assembly extends RecordMaterializer<@Nullable Object[]> {
    private final Converter[] fields;
    private final GroupConverter root;
    private @Nullable Object[] row = new Object[0];

    Assembly(MessageType schema) {
      fields = new Converter[schema.getFieldCount()];
      for (int i = 0; i < fields.length; i++) {
        int column = i;
        boolean repeated = schema.getType(i).isRepetition(Type.Repetition.REPEATED);
        fields[i] =
            ParquetValues.converter(
                schema.getType(i),
                repeated ? value -> append(column, value) : value -> row[column] = value);
      }
      root =
          new GroupConverter() {
            @Override
            public Converter getConverter(int field) {
              return fields[field];
            }

            @Override
            public void start() {
              row = new Object[fields.length];
            }

            @Override
            public void end() {}
          };
    }

    @SuppressWarnings("unchecked") // what a repeated field has in a row is put here
    private void append(int column, @Nullable Object value) {
      if (row[column] == null) {
        row[column] = new ArrayList<@Nullable Object>();
      }
      ((List<@Nullable Object>) row[column]).add(value);
    }

    @Override
    public @Nullable Object[] getCurrentRecord() {
      return row;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }
}
