package io.kodiak.format.parquet;

import io.kodiak.api.FileSink;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what follows the row groups: column indexes, offset indexes, and the footer with schema,
 * row groups and the properties of the SSTable. For one thread.
 */
final class FooterWriter {
  private static final int COLUMNS = Layout.COLUMNS.size();

  /** Parquet's number of its format's version since data pages of version 2. */
  private static final int FORMAT_VERSION = 2;

  private static final String CREATED_BY = "kodiak version " + Layout.VERSION;

  private final CompactOutput out = new CompactOutput(16 << 10);
  private final FileSink sink;
  private final Codec codec;
  private final List<RowGroup> groups;

  /** For each column of each row group where its indexes are; a length of 0: it has none. */
  private final List<Range> columnIndexes = new ArrayList<>();

  private final List<Range> offsetIndexes = new ArrayList<>();

  private record Range(long position, int length) {}

  FooterWriter(FileSink sink, Codec codec, List<RowGroup> groups) {
    this.sink = sink;
    this.codec = codec;
    this.groups = groups;
  }

  /** Writes everything up to the last byte of the file. */
  void write(WriteOptions options) throws IOException {
    writeIndexes();
    out.clear();
    out.beginStruct();
    out.i32(1, FORMAT_VERSION);
    schema();
    out.i64(3, entries());
    out.beginList(4, CompactOutput.STRUCT, groups.size());
    for (int i = 0; i < groups.size(); i++) {
      rowGroup(i);
    }
    properties(options);
    out.text(6, CREATED_BY);
    columnOrders();
    out.endStruct();
    out.fixed32(out.size());
    out.raw(Layout.magic(), 0, Layout.MAGIC_BYTES);
    sink.write(out.array(), 0, out.size());
  }

  private void writeIndexes() throws IOException {
    for (RowGroup group : groups) {
      for (int column = 0; column < COLUMNS; column++) {
        out.clear();
        ColumnBounds bounds = group.bounds(column);
        if (bounds != null && bounds.isIndexed()) {
          bounds.write(out);
        }
        columnIndexes.add(writeRange());
      }
    }
    for (RowGroup group : groups) {
      for (int column = 0; column < COLUMNS; column++) {
        out.clear();
        group.writeOffsetIndex(out, column);
        offsetIndexes.add(writeRange());
      }
    }
  }

  private Range writeRange() throws IOException {
    Range range = new Range(sink.position(), out.size());
    sink.write(out.array(), 0, out.size());
    return range;
  }

  private void schema() {
    out.beginList(2, CompactOutput.STRUCT, COLUMNS + 1);
    out.beginStruct();
    out.text(4, "kodiak");
    out.i32(5, COLUMNS);
    out.endStruct();
    for (Layout.Field field : Layout.COLUMNS) {
      out.beginStruct();
      out.i32(1, field.type());
      out.i32(3, field.optional() ? 1 : 0);
      out.text(4, field.name());
      out.endStruct();
    }
  }

  private void rowGroup(int number) {
    RowGroup group = groups.get(number);
    out.beginStruct();
    out.beginList(1, CompactOutput.STRUCT, COLUMNS);
    for (int column = 0; column < COLUMNS; column++) {
      columnChunk(group, column, number * COLUMNS + column);
    }
    out.i64(2, group.plainBytes());
    out.i64(3, group.rows());
    out.beginList(4, CompactOutput.STRUCT, 2);
    sortingColumn(Layout.KEY, false);
    sortingColumn(Layout.SEQ, true);
    out.i64(5, group.position(0));
    out.i64(6, group.storedBytes());
    if (number <= Short.MAX_VALUE) {
      out.i16(7, number);
    }
    out.endStruct();
  }

  private void sortingColumn(int column, boolean descending) {
    out.beginStruct();
    out.i32(1, column);
    out.bool(2, descending);
    out.bool(3, false);
    out.endStruct();
  }

  private void columnChunk(RowGroup group, int column, int index) {
    Range offsets = offsetIndexes.get(index);
    Range bounds = columnIndexes.get(index);
    out.beginStruct();
    out.i64(2, group.position(column));
    columnMetaData(group, column);
    out.i64(4, offsets.position);
    out.i32(5, offsets.length);
    if (bounds.length > 0) {
      out.i64(6, bounds.position);
      out.i32(7, bounds.length);
    }
    out.endStruct();
  }

  private void columnMetaData(RowGroup group, int column) {
    Layout.Field field = Layout.COLUMNS.get(column);
    out.beginStruct(3);
    out.i32(1, field.type());
    out.beginList(2, CompactOutput.I32, 2);
    out.element(field.encoding());
    out.element(Layout.Field.RLE);
    out.beginList(3, CompactOutput.BINARY, 1);
    out.text(field.name());
    out.i32(4, field.type() == Layout.Field.BYTE_ARRAY ? codec.number() : NoCodec.NUMBER);
    out.i64(5, group.rows());
    out.i64(6, group.plainBytes(column));
    out.i64(7, group.storedBytes(column));
    out.i64(9, group.position(column));
    statistics(group, column);
    out.beginList(13, CompactOutput.STRUCT, 1);
    out.beginStruct();
    out.i32(1, PageHeader.DATA_PAGE_V2);
    out.i32(2, field.encoding());
    out.i32(3, group.blocks());
    out.endStruct();
    out.endStruct();
  }

  private void statistics(RowGroup group, int column) {
    ColumnBounds bounds = group.bounds(column);
    out.beginStruct(12);
    out.i64(3, column == Layout.VALUE ? group.tombstones() : 0);
    if (bounds != null) {
      out.binary(5, bounds.max());
      out.binary(6, bounds.min());
      out.bool(7, true);
      out.bool(8, true);
    }
    out.endStruct();
  }

  private long entries() {
    return groups.stream().mapToLong(RowGroup::rows).sum();
  }

  private void properties(WriteOptions options) {
    long least = Long.MAX_VALUE;
    long greatest = 0;
    long tombstones = 0;
    for (RowGroup group : groups) {
      least = Math.min(least, group.sequences().minNumber());
      greatest = Math.max(greatest, group.sequences().maxNumber());
      tombstones += group.tombstones();
    }
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("kodiak.table", options.table());
    properties.put("kodiak.level", Integer.toString(options.level()));
    properties.put("kodiak.format-version", Integer.toString(Layout.VERSION));
    properties.put("kodiak.min-sequence", Long.toString(least));
    properties.put("kodiak.max-sequence", Long.toString(greatest));
    properties.put("kodiak.entries", Long.toString(entries()));
    properties.put("kodiak.tombstones", Long.toString(tombstones));
    properties.put("kodiak.created", Instant.ofEpochMilli(options.createdMillis()).toString());
    out.beginList(5, CompactOutput.STRUCT, properties.size());
    properties.forEach(
        (key, value) -> {
          out.beginStruct();
          out.text(1, key);
          out.text(2, value);
          out.endStruct();
        });
  }

  /** Says of each column that its bounds are in the order of its type: bytes are unsigned. */
  private void columnOrders() {
    out.beginList(7, CompactOutput.STRUCT, COLUMNS);
    for (int i = 0; i < COLUMNS; i++) {
      out.beginStruct();
      out.beginStruct(1);
      out.endStruct();
      out.endStruct();
    }
  }
}
