package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.TreeView;
import io.kodiak.engine.compaction.ManualPlan;
import java.util.List;
import java.util.Optional;

/** The wish to compact a table, or some of its keys, by hand. */
final class ManualCompaction {
  private final TableState table;
  private final CompactionRequest what;
  private volatile int files;
  private volatile long bytes;
  private volatile boolean done;
  private volatile boolean withdrawn;

  ManualCompaction(TableState table, CompactionRequest what) {
    this.table = table;
    this.what = what;
  }

  TableState table() {
    return table;
  }

  /** What it comes to in a tree of the table; empty when there is nothing to merge. */
  Optional<CompactionPlan> plan(TreeView view) {
    return ManualPlan.of(view, what.range(), what.level());
  }

  /** Notes what is merged. */
  void begin(List<SSTableMeta> inputs) {
    files = inputs.size();
    bytes = inputs.stream().mapToLong(SSTableMeta::bytes).sum();
  }

  boolean isDone() {
    return done;
  }

  /** Notes that it is met. */
  void finish() {
    done = true;
  }

  boolean isWithdrawn() {
    return withdrawn;
  }

  /** Notes that nobody wants it any more. */
  void withdraw() {
    withdrawn = true;
  }

  /**
   * How far it has come.
   *
   * @param read the bytes that the compaction which runs for it has read; 0 when none runs
   */
  CompactionRequest.Progress progress(long read) {
    long bytesDone = done ? bytes : Math.min(read, bytes);
    return new CompactionRequest.Progress(table.name(), files, bytes, bytesDone);
  }
}
