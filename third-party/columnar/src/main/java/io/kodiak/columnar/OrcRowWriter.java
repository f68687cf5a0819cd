package io.kodiak.columnar;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.orc.CompressionKind;
import org.apache.orc.OrcConf;
import org.apache.orc.OrcFile;
import org.apache.orc.TypeDescription;
import org.apache.orc.Writer;
import org.apache.orc.storage.ql.exec.vector.BytesColumnVector;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;

/** Writes an ORC file through the library. */
final class OrcRowWriter implements ColumnarWriter {
  private static final long BATCH_BYTES = 4L << 20;

  private final Outlet outlet;
  private final Writer writer;
  private final VectorizedRowBatch batch;
  private long bytes;
  private boolean finishing;
  private boolean closed;

  OrcRowWriter(OutputStream out, List<String> columns, Compression compression) throws IOException {
    TypeDescription schema = TypeDescription.createStruct();
    for (String column : columns) {
      schema.addField(column, TypeDescription.createBinary());
    }
    outlet = new Outlet(out);
    OneFile file = OneFile.of(outlet);
    Configuration configuration = new Configuration(false);
    // Otherwise it looks at its memory every 5,000 rows, however large these are.
    OrcConf.ROWS_BETWEEN_CHECKS.setLong(configuration, 1);
    writer =
        OrcFile.createWriter(
            file.path(),
            OrcFile.writerOptions(configuration)
                .fileSystem(file)
                .setSchema(schema)
                .callback(new CutUnlessFinishing())
                .compress(kind(compression)));
    batch = schema.createRowBatch();
  }

  private static CompressionKind kind(Compression compression) {
    return switch (compression) {
      case NONE -> CompressionKind.NONE;
      case SNAPPY -> CompressionKind.SNAPPY;
      case LZ4 -> CompressionKind.LZ4;
      case ZSTD -> CompressionKind.ZSTD;
    };
  }

  @Override
  public void row(byte[][] values) throws IOException {
    for (int i = 0; i < values.length; i++) {
      ((BytesColumnVector) batch.cols[i]).setVal(batch.size, values[i]);
      bytes += values[i].length;
    }
    batch.size++;
    if (batch.size == batch.getMaxSize() || bytes >= BATCH_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (batch.size > 0) {
      try {
        writer.addRowBatch(batch);
      } catch (IOException | RuntimeException | Error e) {
        throw outlet.failed(e);
      }
      batch.reset();
      bytes = 0;
    }
  }

  @Override
  public void finish() throws IOException {
    flush();
    closed = true;
    finishing = true;
    try {
      writer.close();
    } catch (IOException | RuntimeException | Error e) {
      throw outlet.failed(e);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      outlet.cut();
      writer.close();
    }
  }

  /**
   * The library closes itself when it fails to add rows, whatever the reason, and its footer would
   * make a whole file of the rows before. It says so before it does.
   */
  private final class CutUnlessFinishing implements OrcFile.WriterCallback {
    @Override
    public void preStripeWrite(OrcFile.WriterContext context) {}

    @Override
    public void preFooterWrite(OrcFile.WriterContext context) {
      if (!finishing) {
        outlet.cut();
      }
    }
  }
}
