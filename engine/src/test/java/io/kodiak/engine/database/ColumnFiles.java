package io.kodiak.engine.database;

import io.kodiak.api.BlockBuilder;
import io.kodiak.api.EntryKind;
import io.kodiak.api.FileSink;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Data files of the test format with any rows, in order or not. */
final class ColumnFiles {
  private ColumnFiles() {}

  /** Collects rows, two to a block. */
  static final class Rows {
    private final ByteArrayOutputStream content = new ByteArrayOutputStream();
    private final SSTableWriter writer;
    private final BlockBuilder block = new BlockBuilder();

    Rows() throws IOException {
      writer = SmallDatabase.FORMAT.writer(new Sink(), new WriteOptions("t", 0, false, 0, 0));
    }

    void add(String key, long sequence, String value) throws IOException {
      block.append(
          Slice.of(SmallDatabase.bytes(key)),
          sequence,
          EntryKind.PUT,
          Slice.of(SmallDatabase.bytes(value)));
      if (block.count() == 2) {
        writer.append(block.build());
      }
    }

    byte[] file() throws IOException {
      if (!block.isEmpty()) {
        writer.append(block.build());
      }
      writer.finish();
      return content.toByteArray();
    }

    private final class Sink implements FileSink {
      @Override
      public String name() {
        return "rows";
      }

      @Override
      public long position() {
        return content.size();
      }

      @Override
      public void write(byte[] source, int offset, int length) {
        content.write(source, offset, length);
      }
    }
  }
}
