package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.KeyRange;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.StoredBlock;
import io.kodiak.engine.sstable.VersionRetention;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * One pass of a compaction over all its keys or a range of them: runs of SSTables in, the SSTables
 * of one run out. For one thread.
 *
 * <p>The passes of a compaction may run at once; each has a writer, a tombstone rule and counts of
 * its own.
 */
final class CompactionMerge implements VersionCollapse.Output {
  private final String description;
  private final CompactionProgress progress;
  private final CompactionRate rate;
  private final BooleanSupplier cancelled;
  private final RunWriter writer;
  private final OverlapLimit overlap;
  private long read;
  private long written;
  private long writtenBefore;
  private long droppedBefore;
  private long bytesBefore;
  private long carriedBefore;

  /** How many files had ended when the overlap of the one under way began to be counted. */
  private int begun;

  /**
   * Prepares a pass.
   *
   * @param description what is merged, for messages
   * @param writer takes the outputs; the caller closes it
   * @param overlap says where an output ends besides
   */
  CompactionMerge(
      String description,
      CompactionProgress progress,
      CompactionRate rate,
      BooleanSupplier cancelled,
      RunWriter writer,
      OverlapLimit overlap) {
    this.description = description;
    this.progress = progress;
    this.rate = rate;
    this.cancelled = cancelled;
    this.writer = writer;
    this.overlap = overlap;
  }

  /** Merges what lies in the range. */
  List<SSTableFile> run(
      MergeInputs inputs, KeyRange range, VersionRetention retention, TombstoneRule tombstones)
      throws IOException {
    VersionCollapse collapse = new VersionCollapse(description, retention, tombstones, this);
    List<BlockStream> streams =
        inputs.streams(range, (entries, bytes) -> pass(entries, bytes, collapse));
    new BlockMerge(streams, inputs.commonPrefix()).run(collapse);
    collapse.finish();
    if (read != written + collapse.dropped()) {
      throw new IllegalStateException(
          "%s: of %d entries %d were kept and %d left out"
              .formatted(description, read, written, collapse.dropped()));
    }
    pass(0, 0, collapse);
    List<SSTableFile> files = writer.finish(written);
    publish(collapse);
    return files;
  }

  /** Rows of which the first has no new key are one row: files end between different keys only. */
  @Override
  public void rows(Block block, int from, int to, boolean newKey) throws IOException {
    int row = from;
    while (newKey && row < to) {
      noteEndOfFile();
      int end = overlap.end(block, row, to);
      if (end == to) {
        break;
      }
      append(block, row, end, true);
      writer.cut();
      row = end;
    }
    append(block, row, to, newKey);
  }

  /** Has a block copied as it is, unless a file has to end within it. */
  @Override
  public boolean offer(StoredBlock stored) throws IOException {
    Block block = stored.rows();
    int count = block.count();
    noteEndOfFile();
    if (overlap.mayEndWithin(block) || !writer.offer(stored)) {
      return false;
    }
    if (writer.filesEnded() > begun) {
      overlap.begin();
      begun = writer.filesEnded();
    }
    overlap.end(block, 0, count);
    written += count;
    return true;
  }

  /** The overlap is that of the file that the next key goes to. */
  private void noteEndOfFile() {
    int ended = writer.filesEnded() + (writer.isCutDue() ? 1 : 0);
    if (ended > begun) {
      overlap.begin();
      begun = ended;
    }
  }

  private void append(Block block, int from, int to, boolean newKey) throws IOException {
    if (from < to) {
      writer.append(block, from, to, newKey);
      written += to - from;
    }
  }

  private void pass(long entries, long bytes, VersionCollapse collapse) {
    checkNotCancelled();
    read += entries;
    progress.read(entries, bytes);
    rate.pace(bytes + publish(collapse), cancelled);
    checkNotCancelled();
  }

  private void checkNotCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException(description + ": cancelled");
    }
  }

  /** Tells how far it is; the bytes written since the last time. */
  private long publish(VersionCollapse collapse) {
    long bytes = writer.bytesWritten();
    long more = bytes - bytesBefore;
    progress.wrote(written - writtenBefore, collapse.dropped() - droppedBefore, more);
    writtenBefore = written;
    droppedBefore = collapse.dropped();
    bytesBefore = bytes;
    progress.carried(writer.bytesCarried() - carriedBefore);
    carriedBefore = writer.bytesCarried();
    return more;
  }
}
