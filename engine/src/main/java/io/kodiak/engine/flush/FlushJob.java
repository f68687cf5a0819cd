package io.kodiak.engine.flush;

import io.kodiak.api.EntryKind;
import io.kodiak.api.EntryView;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.VersionRetention;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Writes one memtable as SSTables of level 0.
 *
 * <p>Entries go one by one from the memtable's cursor into blocks and files, so the memory that it
 * takes does not depend on the size of the memtable. Versions that no reader sees are left out. The
 * memtable stays as it is: when this fails or is cancelled nothing was written, and it may be tried
 * again with a new job.
 *
 * <p>One thread runs it; any may cancel it.
 */
public final class FlushJob {
  /** How many entries pass between two looks at whether the job was cancelled. */
  private static final int CANCEL_INTERVAL = 1 << 10;

  private static final byte[] NO_BYTES = {};

  private final FlushInput input;
  private final VersionRetention retention;
  private final boolean nothingBelow;
  private final RunWriter.Target target;
  private final long run;
  private final long targetBytes;
  private final EntryView tombstone = new EntryView();
  private boolean tombstoneWaits;
  private boolean keyWritten;
  private long keptSequence;
  private long written;
  private volatile boolean cancelled;

  /**
   * Prepares a flush.
   *
   * @param snapshots the sequences of the live snapshots, ascending; taken after the last entry of
   *     the memtable was written
   * @param nothingBelow whether no older memtable and no SSTable of the table holds anything, so
   *     that tombstones may be left out
   * @param run the id of the new run of level 0, larger than those of its older runs
   * @param targetBytes about how large a file becomes
   */
  public FlushJob(
      FlushInput input,
      long[] snapshots,
      boolean nothingBelow,
      RunWriter.Target target,
      long run,
      long targetBytes) {
    this.input = input;
    this.retention = new VersionRetention(snapshots);
    this.nothingBelow = nothingBelow;
    this.target = target;
    this.run = run;
    this.targetBytes = targetBytes;
  }

  /**
   * Flushes. Called once.
   *
   * @throws io.kodiak.engine.sstable.PluginException when memtable or format break their contract
   * @throws CancellationException when {@link #cancel} was called in time
   * @throws IOException when a file cannot be written
   */
  public FlushResult run() throws IOException {
    try (RunWriter writer = new RunWriter(target, 0, run, targetBytes, input.entries())) {
      copy(writer);
      List<SSTableFile> files = writer.finish(written);
      return new FlushResult(files, input.entries(), input.entries() - written);
    }
  }

  /** Makes {@link #run} give up soon, unless it is about to return. */
  public void cancel() {
    cancelled = true;
  }

  private void copy(RunWriter writer) throws IOException {
    try (MemtableEntries entries = new MemtableEntries(input)) {
      while (entries.next()) {
        if ((entries.count() & (CANCEL_INTERVAL - 1)) == 0 && cancelled) {
          throw new CancellationException("flush of table \"" + input.table() + "\" was cancelled");
        }
        add(entries.entry(), entries.isNewKey(), writer);
      }
    }
  }

  private void add(EntryView entry, boolean newKey, RunWriter writer) throws IOException {
    if (newKey) {
      tombstoneWaits = false;
      keyWritten = false;
    } else if (retention.hides(keptSequence, entry.sequence())) {
      return;
    }
    keptSequence = entry.sequence();
    if (nothingBelow && entry.kind() == EntryKind.DELETE) {
      // It says something only if an older version of the key is kept, which is yet to come. An
      // older
      // tombstone takes its place: it says the same.
      tombstoneWaits = true;
      tombstone.version(entry.sequence(), EntryKind.DELETE);
      return;
    }
    if (tombstoneWaits) {
      tombstoneWaits = false;
      tombstone.key(entry.keyArray(), entry.keyOffset(), entry.keyLength());
      tombstone.value(NO_BYTES, 0, 0);
      write(tombstone, writer);
    }
    write(entry, writer);
  }

  private void write(EntryView entry, RunWriter writer) throws IOException {
    writer.append(entry, !keyWritten);
    keyWritten = true;
    written++;
  }
}
