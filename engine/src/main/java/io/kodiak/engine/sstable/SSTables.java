package io.kodiak.engine.sstable;

import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.storage.Storage;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The open SSTables of a database: each is opened once, however many versions of the tree hold it.
 * Safe for use by several threads.
 */
public final class SSTables implements Closeable {
  private final Storage storage;
  private final BlockCache cache;
  private final Function<String, @Nullable SSTableFormat> formats;
  private final Map<Long, SSTable> open = new ConcurrentHashMap<>();

  /**
   * Makes an empty registry.
   *
   * @param cache where the blocks of all SSTables are kept
   * @param formats the format of a name; {@code null} when there is none
   */
  public SSTables(
      Storage storage, BlockCache cache, Function<String, @Nullable SSTableFormat> formats) {
    this.storage = storage;
    this.cache = cache;
    this.formats = formats;
  }

  /**
   * The open SSTable of a file; opens it when it is not open yet.
   *
   * @param table the name of the table that the SSTable belongs to
   * @throws io.kodiak.api.CorruptionException when a file of it is damaged, or is not the one that
   *     the manifest means
   * @throws PluginException when the format is not installed, or fails
   */
  public SSTable open(String table, SSTableFile file) throws IOException {
    SSTable found = open.get(file.id());
    if (found != null) {
      return found;
    }
    synchronized (this) {
      found = open.get(file.id());
      if (found == null) {
        found = SSTable.open(storage, table, file, format(table, file), cache);
        open.put(file.id(), found);
      }
      return found;
    }
  }

  /** The SSTable of an id when it is open; {@code null} when it is not. */
  public @Nullable SSTable opened(long id) {
    return open.get(id);
  }

  private SSTableFormat format(String table, SSTableFile file) throws PluginException {
    String name = file.meta().format();
    SSTableFormat format = formats.apply(name);
    if (format == null) {
      throw new PluginException(
          "format \"" + name + "\"",
          "is not installed, but wrote " + file.dataName(table) + ": add the plug-in that has it");
    }
    return format;
  }

  /** Closes a SSTable that nobody uses any more; nothing when it is not open. */
  public void close(long id) throws IOException {
    SSTable table = open.remove(id);
    if (table != null) {
      table.close();
    }
  }

  /** Closes all. Nobody may use them any more. */
  @Override
  public synchronized void close() throws IOException {
    List<Long> ids = new ArrayList<>(open.keySet());
    IOException failure = null;
    for (long id : ids) {
      try {
        close(id);
      } catch (IOException problem) {
        if (failure == null) {
          failure = problem;
        } else {
          failure.addSuppressed(problem);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
