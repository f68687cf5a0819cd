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

  /**
   * How {@link #writer} encodes a file with these options, in at most {@value
   * Limits#MAX_ENCODING_CHARS} characters, such as {@code zstd}. It is stored with each file: one
   * whose words differ from those of its place in the tree is rewritten when it comes there, one
   * with the same words is moved as it is. So it names what matters to those who read the file,
   * first of all its compression; and the same options always give the same words.
   */
  String encoding(WriteOptions options);

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

  /**
   * The block directory of a finished file, made from the file alone: what {@link
   * SSTableWriter#finish()} returned for it. The engine asks for it when it takes over a file that
   * it did not write; one without bytes, which a format may give, means that the directory is made
   * anew whenever the file is opened.
   *
   * @param version the version that the file was written with, at most {@link #version()}
   * @throws CorruptionException when the file cannot be what the format wrote
   */
  default Slice directory(FileSource source, int version) throws IOException {
    return Slice.EMPTY;
  }
}
