package io.kodiak.engine.load;

import io.kodiak.api.EntryKind;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.RunWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the rows of a load one by one. What does not fit into the heap goes out: rows that are said
 * to be sorted to the SSTables that they will stay in, others sorted to a spill. For one thread.
 *
 * <p>So that the number of spills stays small, as many as {@value #FAN_IN} in a row that were
 * spilled equally often become one.
 */
final class RowIntake implements Closeable {
  private static final int FAN_IN = 32;

  private final LoadFiles files;
  private final LoadHost host;
  private final LoadSequence sequence;
  private final boolean sorted;
  private final long fileBytes;
  private final RowBuffer buffer;
  private final List<LoadSource> sources;
  private @Nullable RunWriter writer;
  private long written;
  private long rows;
  private long contentBytes;
  private Slice lastWritten = Slice.EMPTY;

  /**
   * @param sources gets what goes out, in order
   * @param fileBytes about how large an SSTable becomes
   */
  RowIntake(
      LoadFiles files,
      LoadHost host,
      LoadSequence sequence,
      List<LoadSource> sources,
      boolean sorted,
      long memoryBytes,
      long fileBytes) {
    this.files = files;
    this.host = host;
    this.sequence = sequence;
    this.sources = sources;
    this.sorted = sorted;
    this.fileBytes = fileBytes;
    this.buffer = new RowBuffer(memoryBytes);
  }

  /** The number of rows so far. */
  long rows() {
    return rows;
  }

  /** The bytes of their keys and values. */
  long contentBytes() {
    return contentBytes;
  }

  /**
   * Takes a row.
   *
   * @throws IllegalArgumentException when it is out of order, though rows are said to be sorted
   */
  void add(
      EntryKind kind,
      byte[] key,
      int keyOffset,
      int keyLength,
      byte[] value,
      int valueOffset,
      int valueLength)
      throws IOException {
    if (sorted) {
      checkOrder(key, keyOffset, keyLength);
    }
    buffer.add(kind, key, keyOffset, keyLength, value, valueOffset, valueLength);
    rows++;
    contentBytes += (long) keyLength + valueLength;
    if (buffer.isFull()) {
      writeOut();
    }
  }

  private void checkOrder(byte[] key, int offset, int length) {
    int order =
        buffer.isEmpty()
            ? lastWritten.compareTo(key, offset, length)
            : buffer.compareLast(key, offset, length);
    if (order >= 0) {
      Slice last = buffer.isEmpty() ? lastWritten : buffer.key(buffer.rows() - 1);
      throw new IllegalArgumentException(
          ("row %d: the key %s does not come after the key %s of the row before it, but the rows were"
                  + " said to be sorted, each key once")
              .formatted(rows + 1, Slice.of(key, offset, length), last));
    }
  }

  private void writeOut() throws IOException {
    host.checkpoint();
    if (sorted) {
      writeRun();
    } else {
      spill();
    }
  }

  private void writeRun() throws IOException {
    try (SourceMerge all = buffered()) {
      RunWriter to = writer;
      if (to == null) {
        int level = host.level(all.first(), all.last());
        double share = Math.min(1, (double) fileBytes / Math.max(1, all.bytes()));
        to =
            new RunWriter(
                host.target(level), level, 0, fileBytes, (long) Math.ceil(all.rows() * share));
        writer = to;
      }
      RunWriter run = to;
      written +=
          all.run(sequence.get(false), (block, from, end) -> run.append(block, from, end, true));
      lastWritten = all.last();
    }
    buffer.clear();
  }

  private SourceMerge buffered() {
    return new SourceMerge(files, List.of(new BufferedRows(buffer)), host::checkpoint);
  }

  private void spill() throws IOException {
    try (SourceMerge all = buffered()) {
      sources.add(spill(all, 0));
      lastWritten = all.last();
    }
    buffer.clear();
    List<LoadSource> tail = tailToMerge();
    while (!tail.isEmpty()) {
      Spill one;
      try (SourceMerge all = new SourceMerge(files, tail, host::checkpoint)) {
        one = spill(all, ((Spill) tail.get(0)).generation() + 1);
      }
      List<LoadSource> replaced = List.copyOf(tail);
      tail.clear();
      sources.add(one);
      replaced.forEach(files::delete);
      tail = tailToMerge();
    }
  }

  /** The spills at the end that are to become one; a view of the list of sources. */
  private List<LoadSource> tailToMerge() {
    int begin = sources.size();
    while (begin > 0
        && sources.get(begin - 1) instanceof Spill spill
        && spill.generation() == ((Spill) sources.get(sources.size() - 1)).generation()) {
      begin--;
    }
    int count = sources.size() - begin;
    return count < FAN_IN ? new ArrayList<>() : sources.subList(begin, sources.size());
  }

  private Spill spill(SourceMerge rowsToSpill, int generation) throws IOException {
    try (Spill.Writer out = new Spill.Writer(files.storage(), files.newSpill(), generation)) {
      rowsToSpill.run(Load.MOST_SOURCES, out::append);
      return out.finish();
    }
  }

  /**
   * Makes a source of every row so far, so that what comes next counts as given later.
   *
   * @param last whether nothing comes next: then rows may stay in the heap
   */
  void endPart(boolean last) throws IOException {
    RunWriter to = writer;
    if (to != null) {
      if (!buffer.isEmpty()) {
        writeRun();
      }
      List<SSTableFile> run = to.finish(written);
      writer = null;
      written = 0;
      to.close();
      sources.add(new StoredRows(run, StoredRows.Origin.WRITTEN));
    } else if (!buffer.isEmpty() && last) {
      sources.add(new BufferedRows(buffer));
    } else if (!buffer.isEmpty()) {
      spill();
    }
  }

  /** Deletes what is being written; sources are the business of whoever has their list. */
  @Override
  public void close() {
    RunWriter to = writer;
    if (to != null) {
      writer = null;
      to.close();
    }
  }
}
