package io.kodiak.engine.compaction;

import java.util.concurrent.atomic.AtomicLong;

/** How far a compaction has come. Any thread may read it while it runs. */
public final class CompactionProgress {
  private final AtomicLong bytesRead = new AtomicLong();
  private final AtomicLong bytesWritten = new AtomicLong();
  private final AtomicLong bytesCarried = new AtomicLong();
  private final AtomicLong entriesRead = new AtomicLong();
  private final AtomicLong entriesWritten = new AtomicLong();
  private final AtomicLong entriesDropped = new AtomicLong();
  private final long totalBytes;
  private final long totalEntries;

  CompactionProgress(long totalBytes, long totalEntries) {
    this.totalBytes = totalBytes;
    this.totalEntries = totalEntries;
  }

  /** The size of all inputs in bytes, as files. */
  public long totalBytes() {
    return totalBytes;
  }

  /** The number of entries of all inputs. */
  public long totalEntries() {
    return totalEntries;
  }

  /** The bytes of the inputs' files whose entries have been read, in proportion to the entries. */
  public long bytesRead() {
    return bytesRead.get();
  }

  /** About how many bytes the outputs have as files. */
  public long bytesWritten() {
    return bytesWritten.get();
  }

  /** The bytes of blocks that went into the outputs as they were in the inputs, not decoded. */
  public long bytesCarried() {
    return bytesCarried.get();
  }

  /** The entries read. */
  public long entriesRead() {
    return entriesRead.get();
  }

  /** The entries kept. */
  public long entriesWritten() {
    return entriesWritten.get();
  }

  /** The entries left out: versions that nobody sees, and tombstones that hide nothing. */
  public long entriesDropped() {
    return entriesDropped.get();
  }

  void read(long entries, long bytes) {
    entriesRead.getAndAdd(entries);
    bytesRead.getAndAdd(bytes);
  }

  void carried(long bytes) {
    bytesCarried.getAndAdd(bytes);
  }

  void wrote(long entries, long dropped, long bytes) {
    entriesWritten.getAndAdd(entries);
    entriesDropped.getAndAdd(dropped);
    bytesWritten.getAndAdd(bytes);
  }
}
