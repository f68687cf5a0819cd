package io.kodiak.engine.load;

import io.kodiak.api.Slice;
import io.kodiak.engine.compaction.BlockStream;
import io.kodiak.engine.compaction.NewestMerge;
import io.kodiak.engine.compaction.RunStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads several sources as one sorted sequence of rows, each key once: of the rows of one key that
 * of the latest source. For one use by one thread.
 */
final class SourceMerge implements Closeable {
  private final LoadFiles files;
  private final Runnable checkpoint;
  private final List<LoadSource> sources;
  private final Deque<Closeable> opened = new ArrayDeque<>();
  private final Slice first;
  private final Slice last;

  /**
   * @param sources at least one, in the order in which they were given
   * @param checkpoint run before each block that is read from a file
   */
  SourceMerge(LoadFiles files, List<? extends LoadSource> sources, Runnable checkpoint) {
    this.files = files;
    this.checkpoint = checkpoint;
    this.sources = List.copyOf(sources);
    Slice least = sources.get(0).first();
    Slice greatest = sources.get(0).last();
    for (LoadSource source : sources) {
      least = source.first().compareTo(least) < 0 ? source.first() : least;
      greatest = source.last().compareTo(greatest) > 0 ? source.last() : greatest;
    }
    this.first = least;
    this.last = greatest;
  }

  /** The least key. */
  Slice first() {
    return first;
  }

  /** The greatest key. */
  Slice last() {
    return last;
  }

  /** About how many rows there are, and not more. */
  long rows() {
    return sources.stream().mapToLong(LoadSource::rows).sum();
  }

  /** About how many bytes they take. */
  long bytes() {
    return sources.stream().mapToLong(LoadSource::bytes).sum();
  }

  /**
   * Reads everything; returns how many rows there were.
   *
   * @param lastSequence the sequence of the rows of the latest source
   */
  long run(long lastSequence, NewestMerge.Output output) throws IOException {
    List<BlockStream> streams = new ArrayList<>();
    for (LoadSource source : sources) {
      streams.add(open(source));
    }
    return NewestMerge.run(streams, first, last, lastSequence, output);
  }

  /**
   * Reads files that were added as one table that was spread over them: of the versions of a key,
   * in whichever file, the newest counts.
   */
  void runBySequence(NewestMerge.Output output) throws IOException {
    List<BlockStream> streams = new ArrayList<>();
    for (LoadSource source : sources) {
      streams.add(open(source));
    }
    NewestMerge.runBySequence(streams, first, last, output);
  }

  private BlockStream open(LoadSource source) throws IOException {
    if (source instanceof Spill spill) {
      Spill.Reader reader = new Spill.Reader(files.storage(), spill, checkpoint);
      opened.push(reader);
      return reader;
    }
    if (source instanceof StoredRows stored) {
      RunStream rows =
          new RunStream(files.open(stored.files()), (entries, bytes) -> checkpoint.run());
      return stored.isAdded() ? new NewestVersions(rows) : rows;
    }
    return ((BufferedRows) source).blocks();
  }

  @Override
  public void close() throws IOException {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }
}
