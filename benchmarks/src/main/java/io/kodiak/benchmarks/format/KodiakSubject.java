package io.kodiak.benchmarks.format;

import io.kodiak.api.EntryView;
import io.kodiak.api.SSTableFormat;
import io.kodiak.benchmarks.store.PlainSettings;
import io.kodiak.benchmarks.store.Plugins;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.sstable.BlockCache;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One format of Kodiak, in the engine: written as a flush does, with sidecar, filter and checksums,
 * and read through its SSTables, mapped into memory.
 */
final class KodiakSubject implements Subject {
  private static final String TABLE = "t";

  /** The scan that a user gets, and the blocks alone, as a compaction reads them. */
  private static final String ENTRIES = "";

  private final String name;
  private final Path directory;
  private final LocalStorage storage;
  private final AtomicLong ids = new AtomicLong();
  private SSTableFormat format;
  private @Nullable SSTableFile file;

  /** Makes files of the named format in {@code directory}. */
  KodiakSubject(String name, Path directory) throws IOException {
    this.name = name;
    this.directory = directory;
    storage = new LocalStorage(directory, ReadMode.MAPPED);
    storage.createDirectory(FileNames.tableDirectory(TABLE));
    format = Plugins.format(name, new PlainSettings(Map.of()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> ways(Operation operation) {
    return List.of(ENTRIES);
  }

  @Override
  public void write(Rows rows, FileShape shape) throws IOException {
    String compression = shape.compression();
    write(
        rows,
        Map.of("compression", compression, "last-level-compression", compression),
        shape.blockBytes(),
        /* lastLevel= */ false);
  }

  /** Writes a file with the given settings of the format. */
  void write(Rows rows, Map<String, Object> settings, int blockBytes, boolean lastLevel)
      throws IOException {
    delete();
    format = Plugins.format(name, new PlainSettings(settings));
    RunWriter.Target target =
        new RunWriter.Target(
            storage,
            TABLE,
            name,
            format,
            new SSTableOptions(blockBytes, SSTableOptions.DEFAULT.bloomBitsPerKey()),
            lastLevel,
            ids::incrementAndGet,
            Clock.systemUTC());
    EntryView view = new EntryView();
    try (RunWriter writer = new RunWriter(target, 0, 1, Long.MAX_VALUE, rows.count())) {
      for (int row = 0; row < rows.count(); row++) {
        rows.read(row, view);
        writer.append(view, /* newKey= */ true);
      }
      file = writer.finish(rows.count()).get(0);
    }
  }

  private SSTableFile file() {
    SSTableFile written = file;
    if (written == null) {
      throw new IllegalStateException("no file was written yet");
    }
    return written;
  }

  /** Where the data file lies. */
  Path path() {
    return directory.resolve(file().dataName(TABLE));
  }

  @Override
  public long bytes() {
    return file().meta().bytes();
  }

  @Override
  public OpenedFile open(String way, long cacheBytes) throws IOException {
    SSTables tables = new SSTables(storage, new BlockCache(cacheBytes), any -> format);
    return new KodiakOpenedFile(tables, tables.open(TABLE, file()));
  }

  @Override
  public void delete() throws IOException {
    SSTableFile written = file;
    if (written != null) {
      storage.delete(written.dataName(TABLE));
      storage.delete(written.indexName(TABLE));
      file = null;
    }
  }
}
