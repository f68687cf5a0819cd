package io.kodiak.engine.read;

import io.kodiak.api.Memtable;
import java.util.List;

/**
 * All there is to read of one table at one moment: its memtables and its runs of SSTables, newest
 * first.
 *
 * <p>Every version of a key in an earlier memtable or run is newer than every one in a later;
 * memtables are newer than runs. Immutable and safe to share. Whoever makes a view keeps its parts
 * open while it is in use.
 */
public final class ReadView {
  private final Memtable[] memtables;
  private final SSTableRun[] runs;

  /** Makes a view; both lists newest first. */
  public ReadView(List<Memtable> memtables, List<SSTableRun> runs) {
    this.memtables = memtables.toArray(Memtable[]::new);
    this.runs = runs.toArray(SSTableRun[]::new);
  }

  /** The number of memtables. */
  public int memtableCount() {
    return memtables.length;
  }

  /** Memtable number {@code index}; 0 is the newest. */
  public Memtable memtable(int index) {
    return memtables[index];
  }

  /** The number of runs. */
  public int runCount() {
    return runs.length;
  }

  /** Run number {@code index}; 0 is the newest. */
  public SSTableRun run(int index) {
    return runs[index];
  }
}
