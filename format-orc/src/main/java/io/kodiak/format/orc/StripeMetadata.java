package io.kodiak.format.orc;

import io.kodiak.api.FileSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the metadata of stripes, their row indexes and footers, and any other message in chunks.
 * For one thread.
 */
final class StripeMetadata {
  /** A stream as a stripe's footer lists it. */
  private record Entry(int kind, int column, long length) {}

  private final ProtoOutput out = new ProtoOutput(4 << 10);
  private final StreamBuffer section;
  private final List<Entry> entries = new ArrayList<>();
  private List<RowStatistics> groups = List.of();
  private @Nullable StreamBuffer present;
  private StreamBuffer[] streams = new StreamBuffer[0];

  StripeMetadata(ChunkEncoder encoder) {
    section = new StreamBuffer(encoder, true);
  }

  /**
   * Begins with a stripe, whose streams have not been written yet.
   *
   * @param rowGroups the statistics of its row groups
   * @param presentStream which values are present; {@code null} when all are
   */
  void begin(
      List<RowStatistics> rowGroups,
      @Nullable StreamBuffer presentStream,
      StreamBuffer[] dataStreams) {
    groups = rowGroups;
    present = presentStream;
    streams = dataStreams;
    entries.clear();
  }

  /** Writes the row index of every column; returns the number of bytes. */
  long writeIndexes(FileSink sink) throws IOException {
    long all = 0;
    for (int column = 0; column < Layout.COLUMN_COUNT; column++) {
      out.clear();
      for (int group = 0; group < groups.size(); group++) {
        out.begin(1);
        out.begin(1);
        positions(column, group);
        out.end();
        groups.get(group).column(column).write(out, 2);
        out.end();
      }
      long bytes = write(out, sink);
      entries.add(new Entry(Layout.ROW_INDEX, column, bytes));
      all += bytes;
    }
    for (int i = 0; i < streams.length; i++) {
      if (i == Layout.VALUE_DATA && present != null) {
        entries.add(new Entry(Layout.PRESENT, Layout.VALUE, present.size()));
      }
      Layout.Stream stream = Layout.STREAMS.get(i);
      entries.add(new Entry(stream.kind(), stream.column(), streams[i].size()));
    }
    return all;
  }

  /** Writes where a row group begins in every stream of a column. */
  private void positions(int column, int group) {
    if (column == Layout.VALUE && present != null) {
      present.writePosition(out, group);
      // No byte of the run, and no bit of the byte, belongs to the row group before.
      out.varint(0);
      out.varint(0);
    }
    for (int i = 0; i < streams.length; i++) {
      if (Layout.STREAMS.get(i).column() == column) {
        streams[i].writePosition(out, group);
        if (i != Layout.KEY_DATA && i != Layout.VALUE_DATA) {
          // No number of the run belongs to the row group before.
          out.varint(0);
        }
      }
    }
  }

  /** Writes the footer of the stripe, whose streams have been written; returns its bytes. */
  long writeFooter(FileSink sink) throws IOException {
    out.clear();
    for (Entry entry : entries) {
      out.begin(1);
      out.number(1, entry.kind);
      out.number(2, entry.column);
      out.number(3, entry.length);
      out.end();
    }
    for (int column = 0; column < Layout.COLUMN_COUNT; column++) {
      out.begin(2);
      out.number(1, column == Layout.ROW ? Layout.DIRECT : Layout.DIRECT_V2);
      out.end();
    }
    return write(out, sink);
  }

  /** Writes a message in chunks; returns the number of bytes. */
  long write(ProtoOutput message, FileSink sink) throws IOException {
    section.append(message.array(), 0, message.size());
    return section.drain(sink);
  }
}
