package io.kodiak.format.orc;

import io.kodiak.api.Block;
import io.kodiak.api.BlockBuilder;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.LongColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/** The ORC library's own reader over a file in memory: the oracle. */
final class LibraryReader {
  private LibraryReader() {}

  static Reader open(byte[] file) throws IOException {
    return OrcFile.createReader(
        MemoryFileSystem.FILE,
        OrcFile.readerOptions(new Configuration(false)).filesystem(new MemoryFileSystem(file)));
  }

  /** All rows of a file, as one block. */
  static Block readAll(byte[] file) throws IOException {
    BlockBuilder builder = new BlockBuilder();
    try (Reader reader = open(file);
        RecordReader rows = reader.rows()) {
      VectorizedRowBatch batch = reader.getSchema().createRowBatch();
      while (rows.nextBatch(batch)) {
        for (int row = 0; row < batch.size; row++) {
          append(batch, row, builder);
        }
      }
    }
    return builder.build();
  }

  /** Adds a row to {@code builder}. */
  static void append(VectorizedRowBatch batch, int row, BlockBuilder builder) {
    byte[] key = bytes(batch, 0, row);
    byte[] value = bytes(batch, 3, row);
    long op = number(batch, 2, row);
    if ((value == null) != (op == 1) || key == null) {
      throw new AssertionError("op " + op + " of a row without value: " + (value == null));
    }
    byte[] present = value == null ? new byte[0] : value;
    long sequence = number(batch, 1, row);
    builder.append(key, 0, key.length, sequence, (byte) op, present, 0, present.length);
  }

  private static long number(VectorizedRowBatch batch, int column, int row) {
    LongColumnVector vector = (LongColumnVector) batch.cols[column];
    return vector.vector[vector.isRepeating ? 0 : row];
  }

  private static byte[] bytes(VectorizedRowBatch batch, int column, int row) {
    BytesColumnVector vector = (BytesColumnVector) batch.cols[column];
    int at = vector.isRepeating ? 0 : row;
    if (!vector.noNulls && vector.isNull[at]) {
      return null;
    }
    int start = vector.start[at];
    return Arrays.copyOfRange(vector.vector[at], start, start + vector.length[at]);
  }
}
