package io.kodiak.engine.flush;

import io.kodiak.engine.manifest.SSTableFile;
import java.util.List;

/**
 * What a flush made. The files and their directory are durable, and not yet part of the tree.
 *
 * @param files the SSTables of one run, by ascending keys; none when no entry was worth keeping
 * @param entries the number of entries of the memtable
 * @param dropped how many of them no reader needs
 */
public record FlushResult(List<SSTableFile> files, long entries, long dropped) {
  /** Copies the list. */
  public FlushResult {
    files = List.copyOf(files);
  }

  /** The size of all files in bytes. */
  public long bytes() {
    long sum = 0;
    for (SSTableFile file : files) {
      sum += file.meta().bytes();
    }
    return sum;
  }
}
