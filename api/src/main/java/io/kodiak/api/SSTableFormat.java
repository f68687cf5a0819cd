package io.kodiak.api;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A file format for SSTables: encodes blocks into an open columnar file and gives the very same
 * blocks back. Safe for use by several threads. See the package description.
 */
public interface SSTableFormat {
  /** The ending of the file's name, without a dot: {@code parquet}. */
  String fileExtension();

  /**
   * The version of the layout that {@link #writer} writes, from 1. It is stored with each file; a
   * format reads every version that it ever wrote.
   */
  int version();

  /** Begins a file. The sink is empty; the engine closes it. */
  SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException;

  /**
   * Opens a finished file.
   *
   * @param version the version that the file was written with, at most {@link #version()}
   * @param directory what {@link SSTableWriter#finish()} returned; {@code null}: rebuild it from
   *     the file itself
   * @throws CorruptionException when file or directory cannot be what the format wrote
   */
  SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException;
}
