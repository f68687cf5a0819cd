package io.kodiak.engine.sstable;

import io.kodiak.api.Block;
import io.kodiak.api.EntryView;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.BackgroundWork;
import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes sorted entries as the SSTables of one run: cuts them into blocks and the blocks into
 * files.
 *
 * <p>A file ends once it has reached its target or {@link #cut} was called, in front of the next
 * key, and at every boundary that was asked for: all versions of a key are in one file. Until
 * {@link #finish} has returned, {@link #close} deletes whatever was written. For one thread.
 */
public final class RunWriter implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(RunWriter.class);

  private final long targetBytes;
  private final FileBoundaries boundaries;
  private final BlockCutter cutter;
  private final RunFiles files;
  private boolean cutDue;
  private long carriedBytes;

  /**
   * Where SSTables are written, and with what.
   *
   * @param storage the files
   * @param table the name of the table; its directory exists
   * @param formatName the name by which the format is found again
   * @param format writes the data files
   * @param options how SSTables are built
   * @param lastLevel whether the level is the deepest that holds data
   * @param fileIds gives out fresh file ids
   * @param clock tells when a file is made
   */
  public record Target(
      Storage storage,
      String table,
      String formatName,
      SSTableFormat format,
      SSTableOptions options,
      boolean lastLevel,
      LongSupplier fileIds,
      Clock clock) {
    /** Whether the file is as one would be that is now written for a level. */
    public boolean isLike(SSTableFile file, int level) {
      return file.meta().format().equals(formatName)
          && file.layout().blockBytes() == options.blockBytes()
          && isEncodedLike(file, level);
    }

    private boolean isEncodedLike(SSTableFile file, int level) {
      WriteOptions write = new WriteOptions(table, level, lastLevel, 0, clock.millis());
      try {
        return file.meta().formatVersion() == format.version()
            && file.layout().encoding().equals(format.encoding(write));
      } catch (RuntimeException | LinkageError | StackOverflowError fault) {
        LOG.debug("a fault of a plug-in, reported when the file is written", fault);
        return false;
      }
    }

    /**
     * Deletes SSTables that {@link RunWriter#finish} returned and that do not become part of a
     * tree.
     */
    public void delete(List<SSTableFile> files) {
      for (SSTableFile file : files) {
        delete(file.indexName(table));
        delete(file.dataName(table));
      }
    }

    /** A file that stays is an orphan, and goes when the database is opened next. */
    private void delete(String name) {
      try {
        storage.delete(name);
      } catch (IOException problem) {
        LOG.warn("{}: could not be deleted after its run was given up", name, problem);
      }
    }
  }

  /**
   * Begins a run, without creating a file yet.
   *
   * @param level the level of the tree
   * @param run the id of the run within the level
   * @param targetBytes about how large a file becomes, at least 1
   * @param expectedEntries about how many entries a file will hold; 0 when unknown
   */
  public RunWriter(Target target, int level, long run, long targetBytes, long expectedEntries) {
    this(target, level, run, targetBytes, expectedEntries, List.of());
  }

  /**
   * Begins a run whose blocks come with {@link #append(Block, int, int, boolean)}, without creating
   * a file yet.
   *
   * @param level the level of the tree
   * @param run the id of the run within the level
   * @param targetBytes about how large a file becomes, at least 1
   * @param expectedEntries about how many entries a file will hold; 0 when unknown
   * @param boundaries keys, strictly ascending, at each of which a new file begins
   */
  public RunWriter(
      Target target,
      int level,
      long run,
      long targetBytes,
      long expectedEntries,
      List<Slice> boundaries) {
    this.targetBytes = targetBytes;
    this.boundaries = new FileBoundaries(boundaries);
    this.files = new RunFiles(target, level, run, expectedEntries);
    this.cutter = new BlockCutter(target.options().blockBytes(), this::write);
  }

  /**
   * Adds the entry that {@code view} shows.
   *
   * @param newKey whether its key differs from that of the entry before it
   */
  public void append(EntryView view, boolean newKey) throws IOException {
    if (newKey && cutDue) {
      endFile();
    }
    cutter.append(view);
  }

  /**
   * Adds the rows of {@code block} from {@code from}, inclusive, to {@code to}, exclusive.
   *
   * @param newKey whether the key of the first of them differs from that of the entry before it
   */
  public void append(Block block, int from, int to, boolean newKey) throws IOException {
    int row = from;
    int cut = boundaries.firstRow(block, row, to);
    // A row that reaches a boundary has another key than all before it: those had not reached it.
    while (cut < to) {
      appendRows(block, row, cut, newKey || row > from);
      endFile();
      boundaries.pass(block, cut);
      row = cut;
      cut = boundaries.firstRow(block, row, to);
    }
    appendRows(block, row, to, newKey || row > from);
  }

  private void appendRows(Block block, int from, int to, boolean newKey) throws IOException {
    if (from == to) {
      return;
    }
    if (newKey && cutDue) {
      endFile();
    }
    cutter.append(block, from, to);
  }

  /**
   * Adds all rows of a block as it lies in a file that {@link Target#isLike is like} the ones of
   * this run, where it can go into the file under way without being decoded: when no file ends
   * within it, it is about as large as blocks are made here, and the format takes it over.
   *
   * @param block the keys of its rows differ from each other and from that of the entry before it
   * @return whether its rows were added; if not, they are still to be appended
   */
  public boolean offer(StoredBlock block) throws IOException {
    Block rows = block.rows();
    int count = rows.count();
    if (boundaries.firstRow(rows, 0, count) < count
        || !cutter.isWellCut(block.contentBytes(), count)) {
      return false;
    }
    if (cutDue) {
      endFile();
    }
    if (cutter.isShort() && cutter.complete(block.decode())) {
      return true;
    }
    cutter.flush();
    if (cutDue) {
      endFile();
    }
    if (!files.append(block)) {
      return false;
    }
    carriedBytes += block.encodedBytes();
    written();
    return true;
  }

  /** The bytes of the blocks that went into files as they were. */
  public long bytesCarried() {
    return carriedBytes;
  }

  /** Ends the file under way in front of the next key; nothing happens when there is none. */
  public void cut() {
    cutDue = true;
  }

  /** How many files have ended so far. */
  public int filesEnded() {
    return files.ended();
  }

  /** Whether the file under way ends in front of the next key. */
  public boolean isCutDue() {
    return cutDue;
  }

  private void write(Block block) throws IOException {
    files.append(block);
    written();
  }

  private void written() {
    cutDue |= files.bytesUnderWay() >= targetBytes;
    BackgroundWork.giveWay();
  }

  private void endFile() throws IOException {
    cutter.flush();
    cutDue = false;
    files.end();
  }

  /**
   * About the size of all files so far, in bytes, without what waits for its block to be closed.
   */
  public long bytesWritten() {
    return files.bytes();
  }

  /**
   * Completes the run: every file and their directory are durable when this returns, and belong to
   * the caller. Called once.
   *
   * @param entries how many entries were added, as the caller counted
   * @return the files by ascending keys; none when there was no entry
   * @throws IllegalStateException when another number was written
   */
  public List<SSTableFile> finish(long entries) throws IOException {
    endFile();
    return files.finish(entries);
  }

  /** Deletes every file, unless {@link #finish} returned. Closing again does nothing. */
  @Override
  public void close() {
    files.close();
  }
}
