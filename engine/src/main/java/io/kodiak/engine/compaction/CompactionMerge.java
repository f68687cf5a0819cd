package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.Slice;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.VersionRetention;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * One pass of a compaction: runs of SSTables in, the SSTables of one run out. For one thread.
 *
 * <p>A compaction is one such pass over all its keys; each pass has a writer, a tombstone rule and
 * counts of its own.
 */
final class CompactionMerge {
  private final String description;
  private final CompactionProgress progress;
  private final BooleanSupplier cancelled;
  private final RunWriter writer;
  private long read;
  private long written;
  private long writtenBefore;
  private long droppedBefore;
  private long bytesBefore;

  /**
   * Prepares a pass.
   *
   * @param description what is merged, for messages
   * @param writer takes the outputs; the caller closes it
   */
  CompactionMerge(
      String description,
      CompactionProgress progress,
      BooleanSupplier cancelled,
      RunWriter writer) {
    this.description = description;
    this.progress = progress;
    this.cancelled = cancelled;
    this.writer = writer;
  }

  /**
   * Merges the runs.
   *
   * @param runs the inputs, those of one run together and by ascending keys
   * @param first the least key of all
   * @param last the greatest key of all
   */
  List<SSTableFile> run(
      List<List<SSTable>> runs,
      Slice first,
      Slice last,
      VersionRetention retention,
      TombstoneRule tombstones)
      throws IOException {
    VersionCollapse collapse = new VersionCollapse(description, retention, tombstones, this::write);
    List<RunStream> streams = new ArrayList<>();
    for (List<SSTable> tables : runs) {
      streams.add(new RunStream(tables, (entries, bytes) -> pass(entries, bytes, collapse)));
    }
    new BlockMerge(streams, commonPrefix(first, last)).run(collapse);
    collapse.finish();
    if (read != written + collapse.dropped()) {
      throw new IllegalStateException(
          "%s: of %d entries %d were kept and %d left out"
              .formatted(description, read, written, collapse.dropped()));
    }
    List<SSTableFile> files = writer.finish(written);
    publish(collapse);
    return files;
  }

  /** Every key between two others begins as both do. */
  private static int commonPrefix(Slice first, Slice last) {
    return Slice.commonPrefix(
        first.array(), first.offset(), first.length(), last.array(), last.offset(), last.length());
  }

  private void write(Block block, int from, int to, boolean newKey) throws IOException {
    writer.append(block, from, to, newKey);
    written += to - from;
  }

  private void pass(long entries, long bytes, VersionCollapse collapse) {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException(description + ": cancelled");
    }
    read += entries;
    progress.read(entries, bytes);
    publish(collapse);
  }

  private void publish(VersionCollapse collapse) {
    long bytes = writer.bytesWritten();
    progress.wrote(
        written - writtenBefore, collapse.dropped() - droppedBefore, bytes - bytesBefore);
    writtenBefore = written;
    droppedBefore = collapse.dropped();
    bytesBefore = bytes;
  }
}
