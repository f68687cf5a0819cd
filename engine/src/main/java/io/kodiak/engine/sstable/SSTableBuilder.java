package io.kodiak.engine.sstable;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.Block;
import io.kodiak.api.EncodedBlock;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.Limits;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import io.kodiak.engine.manifest.BlockLayout;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A SSTable being written: its data file by way of a format, then its sidecar.
 *
 * <p>It examines what it is given, and reads back enough of what the format wrote to know that the
 * file holds these blocks. Nothing it makes is part of the tree until a version edit says so. For
 * one thread.
 */
public final class SSTableBuilder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(SSTableBuilder.class);

  private final Storage storage;
  private final SSTableFormat format;
  private final String formatName;
  private final long fileId;
  private final WriteOptions write;
  private final BlockLayout layout;
  private final String dataName;
  private final String indexName;
  private final BlockIndexBuilder index = new BlockIndexBuilder();
  private final EntryStatistics statistics;
  private final WritableFile data;
  private final ChecksumSink sink;
  private final SSTableWriter writer;

  /** The block added last, when it came encoded. */
  private @Nullable StoredBlock lastStored;

  private boolean writerClosed;
  private boolean finished;
  private boolean closed;

  /**
   * Creates the data file. The directory of the table must exist.
   *
   * @param formatName the name by which the format is found again
   * @param fileId a fresh file id
   * @param write what the format may want to know; its table names the directory
   */
  public SSTableBuilder(
      Storage storage,
      SSTableFormat format,
      String formatName,
      long fileId,
      WriteOptions write,
      SSTableOptions options)
      throws IOException {
    this.storage = storage;
    this.format = format;
    this.formatName = formatName;
    this.fileId = fileId;
    this.write = write;
    this.dataName = FileNames.sstableData(write.table(), fileId, format.fileExtension());
    this.indexName = FileNames.sstableIndex(write.table(), fileId);
    this.layout = new BlockLayout(encoding(), options.blockBytes());
    this.statistics = new EntryStatistics(dataName, options.bloomBitsPerKey());
    this.data = storage.create(dataName);
    this.sink = new ChecksumSink(data);
    this.writer = openWriter();
  }

  private String encoding() throws IOException {
    try {
      String words = Objects.requireNonNull(format.encoding(write), "no encoding");
      if (words.length() > Limits.MAX_ENCODING_CHARS || !UTF_8.newEncoder().canEncode(words)) {
        throw new IllegalArgumentException(
            "an encoding has at most " + Limits.MAX_ENCODING_CHARS + " characters: " + words);
      }
      return words;
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw PluginException.during(plugin(), "cannot say how it encodes " + dataName, fault);
    }
  }

  private SSTableWriter openWriter() throws IOException {
    SSTableWriter opened = null;
    try {
      opened = format.writer(sink, write);
      return opened;
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw fault("cannot begin", fault);
    } finally {
      if (opened == null) {
        release(data, dataName);
        delete(dataName);
      }
    }
  }

  /**
   * Adds a block; its entries come behind those of the block before. The block is not changed, and
   * must not be until the next call.
   *
   * @throws DisorderException when an entry is out of bounds or not in strict order
   * @throws PluginException when the format fails
   */
  public void append(Block block) throws IOException {
    examine(block);
    lastStored = null;
    try {
      writer.append(block);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw notTaken(fault);
    }
  }

  /**
   * Adds a block of another file of the same format, version and encoding as it is, if the format
   * takes it over; its entries come behind those of the block before.
   *
   * @return whether it does; if not, nothing was added
   * @throws DisorderException when an entry is out of bounds or not in strict order
   * @throws PluginException when the format fails
   */
  boolean append(StoredBlock block) throws IOException {
    EncodedBlock encoded = block.encoded();
    if (!(writer instanceof EncodedBlockWriter taker)) {
      return false;
    }
    try {
      if (!taker.accepts(encoded)) {
        return false;
      }
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw fault("cannot take an encoded block into", fault);
    }
    examine(block.rows());
    lastStored = block;
    try {
      taker.append(encoded);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw notTaken(fault);
    }
    return true;
  }

  private void examine(Block block) throws DisorderException {
    Block before = statistics.last();
    statistics.add(block);
    index.add(block, before);
  }

  private IOException notTaken(Throwable fault) {
    return fault("cannot take block " + (index.count() - 1) + " into", fault);
  }

  /** About the size of both files if they were finished now, in bytes. */
  public long bytesWritten() {
    return writer.bytesWritten() + index.bytes() + statistics.bloom().bytes();
  }

  /** The number of entries so far. */
  public long entries() {
    return statistics.entries();
  }

  /** How many of the entries so far are tombstones. */
  public long tombstones() {
    return statistics.tombstones();
  }

  /**
   * Completes both files and forces them; the caller forces their directory before the SSTable
   * becomes part of the tree. Called once, after at least one block.
   *
   * @param level the level of the tree that it is meant for
   * @param run the run within the level
   */
  public SSTableFile finish(int level, long run) throws IOException {
    if (statistics.entries() == 0) {
      throw new IllegalStateException(dataName + ": a SSTable has at least one entry");
    }
    Slice directory = finishData();
    sink.flush();
    data.force();
    data.close();
    Sidecar sidecar = sidecar(directory);
    readBack(sidecar);
    SSTableFile file =
        SidecarFile.write(
            storage, write.table(), sidecar, format.fileExtension(), layout, level, run);
    finished = true;
    return file;
  }

  private Slice finishData() throws IOException {
    try {
      Slice directory = writer.finish();
      writerClosed = true;
      writer.close();
      if (directory == null) {
        throw new PluginException(plugin(), "returned no directory for " + dataName);
      }
      return directory;
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      throw fault("cannot finish", fault);
    }
  }

  private Sidecar sidecar(Slice directory) {
    return new Sidecar(
        fileId,
        formatName,
        format.version(),
        write.createdMillis(),
        statistics.entries(),
        statistics.keys(),
        statistics.tombstones(),
        statistics.firstSequence(),
        statistics.lastSequence(),
        statistics.lastKey(),
        sink.wholeChecksum(),
        sink.finish(),
        index.build(),
        new StoredBloom(statistics.bloom().build()),
        directory);
  }

  /**
   * Opens the data file as a reader would and compares the last block with the one that was given.
   */
  private void readBack(Sidecar sidecar) throws IOException {
    try (OpenFile file = OpenFile.open(storage.open(dataName), sidecar, format)) {
      int block = index.count() - 1;
      Block given = lastStored == null ? statistics.last() : lastStored.decode();
      if (!file.block(block).equals(given)) {
        throw new PluginException(
            plugin(), "block " + block + " of " + dataName + " did not come back as it was given");
      }
    }
  }

  /** Deletes what was written, unless {@link #finish} returned. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    statistics.bloom().clear();
    if (!finished) {
      if (!writerClosed) {
        release(writer, dataName);
      }
      release(data, dataName);
      delete(dataName);
      delete(indexName);
    }
  }

  private String plugin() {
    return "format \"" + formatName + "\"";
  }

  private IOException fault(String doing, Throwable fault) {
    return PluginException.during(plugin(), doing + " " + dataName, fault);
  }

  /** Closes what is given up: an error changes nothing any more, as the file goes away. */
  private static void release(Closeable part, String name) {
    try {
      part.close();
    } catch (IOException | RuntimeException | LinkageError problem) {
      LOG.warn("{}: could not be closed after it was given up", name, problem);
    }
  }

  /** A file that stays is an orphan, and goes when the database is opened next. */
  private void delete(String name) {
    try {
      storage.delete(name);
    } catch (IOException problem) {
      LOG.warn("{}: could not be deleted after it was given up", name, problem);
    }
  }
}
