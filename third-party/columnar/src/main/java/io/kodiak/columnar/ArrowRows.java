package io.kodiak.columnar;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/** The rows of an Arrow file or stream, batch by batch. */
final class ArrowRows implements RowCursor {
  private final ArrowSource source;
  private final ArrowReader reader;
  private final List<String> columns;
  private final ValueVector[] vectors;

  /** Those of this batch: a stream may bring others with the next. */
  private final Map<Long, FieldVector> dictionaries = new HashMap<>();

  private final ArrowValues values;

  private int count;
  private int at = -1;
  private boolean ended;

  ArrowRows(ArrowSource source, List<String> columns) {
    this.source = source;
    this.reader = source.reader();
    this.columns = columns;
    this.values = new ArrowValues(dictionaries, source.guard());
    this.vectors = new ValueVector[columns.size()];
  }

  /**
   * Leaves rows out at the begin. Of whole batches, a file reads nothing, and a stream, which has
   * no list of them, does not look into them.
   */
  void skip(List<FilePart> batches, long rows) throws IOException {
    long rest = rows;
    int first = 0;
    while (first < batches.size() && rest >= batches.get(first).rows()) {
      rest -= batches.get(first).rows();
      first++;
    }
    int begin = first;
    source.call(
        () -> {
          pass(begin, begin == batches.size());
          return true;
        });
    for (long i = 0; i < rest; i++) {
      next();
    }
  }

  /** Passes whole batches. */
  private void pass(int batches, boolean all) throws IOException {
    if (all) {
      ended = true;
    } else if (batches > 0 && reader instanceof ArrowFileReader file) {
      file.loadRecordBatch(file.getRecordBlocks().get(batches));
      take();
    } else {
      for (int i = 0; i < batches; i++) {
        ended = !reader.loadNextBatch();
      }
    }
  }

  @Override
  public boolean next() throws IOException {
    if (++at < count) {
      return true;
    }
    if (!ended) {
      source.call(
          () -> {
            load();
            return true;
          });
    }
    at = 0;
    return !ended;
  }

  private void load() throws IOException {
    count = 0;
    while (count == 0) {
      if (!reader.loadNextBatch()) {
        ended = true;
        return;
      }
      take();
    }
  }

  /** Takes the batch that the library has loaded. */
  private void take() throws IOException {
    dictionaries.clear();
    VectorSchemaRoot root = reader.getVectorSchemaRoot();
    for (int i = 0; i < vectors.length; i++) {
      FieldVector vector = root.getVector(columns.get(i));
      if (vector.getValueCount() != root.getRowCount()) {
        throw new IOException(
            "column "
                + columns.get(i)
                + " has "
                + vector.getValueCount()
                + " values in a batch"
                + " of "
                + root.getRowCount()
                + " rows");
      }
      ArrowChecks.check(vector);
      takeDictionaries(vector);
      vectors[i] = vector;
    }
    count = root.getRowCount();
  }

  /** Takes the dictionaries of a vector, of what is in it, and of their own values. */
  private void takeDictionaries(FieldVector vector) throws IOException {
    DictionaryEncoding encoding = vector.getField().getDictionary();
    if (encoding != null && !dictionaries.containsKey(encoding.getId())) {
      Dictionary dictionary = reader.lookup(encoding.getId());
      if (dictionary == null) {
        throw new IOException("the dictionary " + encoding.getId() + " is missing");
      }
      ArrowChecks.check(dictionary.getVector());
      dictionaries.put(encoding.getId(), dictionary.getVector());
      takeDictionaries(dictionary.getVector());
    }
    for (FieldVector child : vector.getChildrenFromFields()) {
      takeDictionaries(child);
    }
  }

  @Override
  public @Nullable Object value(int column) throws IOException {
    ValueVector vector = vectors[column];
    return vector.isNull(at) ? null : source.call(() -> values.of(vector, at));
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
