package io.kodiak.columnar;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.orc.BinaryColumnStatistics;
import org.apache.orc.ColumnStatistics;
import org.apache.orc.Reader;
import org.apache.orc.RecordReader;
import org.apache.orc.StringColumnStatistics;
import org.apache.orc.StripeStatistics;
import org.apache.orc.TypeDescription;
import org.apache.orc.storage.ql.exec.vector.VectorizedRowBatch;
import org.jspecify.annotations.Nullable;

/** The rows of an ORC file. */
final class OrcRows implements RowCursor {
  /** So many bytes of values are decoded at once, about. */
  private static final long BATCH_BYTES = 8L << 20;

  /** For one batch, hundreds of times what it takes. */
  private static final long MOST_NANOS = 3_000_000_000L;

  private final RecordReader reader;
  private final Watched watched;
  private final VectorizedRowBatch batch;
  private final Guard guard;
  private final int[] columns;
  private final TypeDescription[] types;
  private boolean ended;
  private int at = -1;

  private OrcRows(
      RecordReader reader,
      Watched watched,
      Guard guard,
      VectorizedRowBatch batch,
      int[] columns,
      TypeDescription[] types) {
    this.reader = reader;
    this.watched = watched;
    this.batch = batch;
    this.guard = guard;
    this.columns = columns;
    this.types = types;
  }

  static OrcRows open(Reader file, List<String> names, Guard guard, long skipped)
      throws IOException {
    TypeDescription schema = file.getSchema();
    boolean[] included = new boolean[schema.getMaximumId() + 1];
    included[0] = true;
    int[] columns = new int[names.size()];
    TypeDescription[] types = new TypeDescription[columns.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = schema.getFieldNames().indexOf(names.get(i));
      types[i] = schema.getChildren().get(columns[i]);
      Arrays.fill(included, types[i].getId(), types[i].getMaximumId() + 1, true);
    }
    int size = batchSize(file, types);
    Watched watched = new Watched(guard.file(), MOST_NANOS);
    RecordReader reader = file.rows(file.options().include(included).rowBatchSize(size));
    OrcRows rows = new OrcRows(reader, watched, guard, schema.createRowBatch(size), columns, types);
    try {
      rows.ended = skipped >= file.getNumberOfRows();
      if (skipped > 0 && !rows.ended) {
        watched.call(
            () -> {
              reader.seekToRow(skipped);
              return true;
            });
      }
      return rows;
    } catch (IOException | RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  /** Fewer rows when they are large: a batch of 1,024 values of 1 MiB would be a GiB. */
  private static int batchSize(Reader file, TypeDescription[] types) throws IOException {
    long most = 1;
    List<StripeStatistics> stripes = file.getStripeStatistics();
    for (int i = 0; i < stripes.size() && i < file.getStripes().size(); i++) {
      ColumnStatistics[] statistics = stripes.get(i).getColumnStatistics();
      long bytes = 0;
      for (TypeDescription type : types) {
        for (int id = type.getId(); id <= type.getMaximumId() && id < statistics.length; id++) {
          bytes += bytes(statistics[id]);
        }
      }
      most = Math.max(most, bytes / Math.max(1, file.getStripes().get(i).getNumberOfRows()));
    }
    return (int) Math.max(1, Math.min(VectorizedRowBatch.DEFAULT_SIZE, BATCH_BYTES / most));
  }

  private static long bytes(ColumnStatistics statistics) {
    if (statistics instanceof BinaryColumnStatistics binary) {
      return Math.max(0, binary.getSum());
    }
    return statistics instanceof StringColumnStatistics text ? Math.max(0, text.getSum()) : 0;
  }

  @Override
  public boolean next() throws IOException {
    if (++at < batch.size) {
      return true;
    }
    at = 0;
    if (!ended) {
      ended = !guard.call(() -> watched.call(() -> reader.nextBatch(batch)) && batch.size > 0);
    }
    return !ended;
  }

  @Override
  public @Nullable Object value(int column) throws IOException {
    return guard.call(() -> OrcValues.value(batch.cols[columns[column]], types[column], at));
  }

  @Override
  public void close() throws IOException {
    watched.close();
    reader.close();
  }
}
