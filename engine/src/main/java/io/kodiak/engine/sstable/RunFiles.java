package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.RunWriter.Target;
import io.kodiak.engine.storage.FileNames;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run that is being written: those that have ended, and at most one under way, which
 * the first block after an end begins. Until {@link #finish} has returned, {@link #close} deletes
 * them all. For one thread.
 */
final class RunFiles implements Closeable {
  private final Target target;
  private final int level;
  private final long run;
  private final long expectedEntries;
  private final List<SSTableFile> ended = new ArrayList<>();
  private @Nullable SSTableBuilder builder;
  private long endedBytes;
  private boolean handedOver;

  /**
   * Begins a run, without creating a file yet.
   *
   * @param level the level of the tree
   * @param run the id of the run within the level
   * @param expectedEntries about how many entries a file will hold; 0 when unknown
   */
  RunFiles(Target target, int level, long run, long expectedEntries) {
    this.target = target;
    this.level = level;
    this.run = run;
    this.expectedEntries = expectedEntries;
  }

  /** Adds a block to the file under way. */
  void append(Block block) throws IOException {
    builder().append(block);
  }

  /**
   * Adds a block to the file under way without decoding it, if the format takes it over.
   *
   * @return whether it was added
   */
  boolean append(StoredBlock block) throws IOException {
    return builder().append(block);
  }

  private SSTableBuilder builder() throws IOException {
    SSTableBuilder current = builder;
    if (current == null) {
      current = begin();
      builder = current;
    }
    return current;
  }

  private SSTableBuilder begin() throws IOException {
    WriteOptions options =
        new WriteOptions(
            target.table(), level, target.lastLevel(), expectedEntries, target.clock().millis());
    return new SSTableBuilder(
        target.storage(),
        target.format(),
        target.formatName(),
        target.fileIds().getAsLong(),
        options,
        target.options());
  }

  /** Ends the file under way; nothing happens when there is none. */
  void end() throws IOException {
    SSTableBuilder current = builder;
    if (current != null) {
      SSTableFile file = current.finish(level, run);
      ended.add(file);
      endedBytes += file.meta().bytes();
      builder = null;
      current.close();
    }
  }

  /** How many files have ended. */
  int ended() {
    return ended.size();
  }

  /** About the size of the file under way, in bytes; 0 when there is none. */
  long bytesUnderWay() {
    SSTableBuilder current = builder;
    return current == null ? 0 : current.bytesWritten();
  }

  /** About the size of all files, in bytes. */
  long bytes() {
    return endedBytes + bytesUnderWay();
  }

  /**
   * Hands the files over, once the last has ended: they and their directory are durable when this
   * returns.
   *
   * @param entries how many entries they have to hold together
   * @return the files by ascending keys
   * @throws IllegalStateException when they hold another number
   */
  List<SSTableFile> finish(long entries) throws IOException {
    long written = 0;
    for (SSTableFile file : ended) {
      written += file.meta().entries();
    }
    if (written != entries) {
      throw new IllegalStateException(
          "table \""
              + target.table()
              + "\": "
              + written
              + " entries were written to level "
              + level
              + " instead of "
              + entries);
    }
    if (!ended.isEmpty()) {
      target.storage().forceDirectory(FileNames.tableDirectory(target.table()));
    }
    handedOver = true;
    return List.copyOf(ended);
  }

  /** Deletes every file, unless {@link #finish} returned. Closing again does nothing. */
  @Override
  public void close() {
    if (handedOver) {
      return;
    }
    handedOver = true;
    SSTableBuilder current = builder;
    if (current != null) {
      current.close();
    }
    target.delete(ended);
  }
}
