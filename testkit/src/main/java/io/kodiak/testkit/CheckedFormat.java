package io.kodiak.testkit;

import io.kodiak.api.EncodedBlockReader;
import io.kodiak.api.EncodedBlockWriter;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.Limits;
import io.kodiak.api.PointReader;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A format that passes everything on and watches both sides: the engine, whose blocks must be sound
 * and in order and whose writers belong to one thread, and the format, whose blocks must be sound
 * too. A breach of the contract is an {@link AssertionError}.
 */
public final class CheckedFormat implements SSTableFormat {
  private final SSTableFormat format;

  /** Watches {@code format}. */
  public CheckedFormat(SSTableFormat format) {
    this.format = format;
  }

  @Override
  public String fileExtension() {
    String extension = format.fileExtension();
    Checks.that(extension.matches("[a-z0-9]+"), "the file extension " + extension);
    return extension;
  }

  @Override
  public int version() {
    Checks.that(format.version() >= 1, "the version " + format.version());
    return format.version();
  }

  @Override
  public String encoding(WriteOptions options) {
    String words = format.encoding(options);
    Checks.that(
        words.length() <= Limits.MAX_ENCODING_CHARS,
        "the encoding has " + words.length() + " characters");
    return words;
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
    Checks.that(sink.position() == 0, "the sink is not empty");
    Checks.that(options.level() >= 0, "the level " + options.level());
    Checks.that(options.expectedEntries() >= 0, "expects " + options.expectedEntries());
    SSTableWriter writer = format.writer(sink, options);
    return writer instanceof EncodedBlockWriter taking
        ? new CheckedEncodedWriter(taking, sink)
        : new CheckedWriter(writer, sink);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    Checks.that(version >= 1 && version <= format.version(), "the version " + version);
    SSTableReader reader = format.reader(source, version, directory);
    if (reader instanceof EncodedBlockReader encoding) {
      return reader instanceof PointReader points
          ? new CheckedEncodedPointReader(points, encoding)
          : new CheckedEncodedReader(encoding);
    }
    return reader instanceof PointReader points
        ? new CheckedPointReader(points)
        : new CheckedReader(reader);
  }

  @Override
  public Slice directory(FileSource source, int version) throws IOException {
    Checks.that(version >= 1 && version <= format.version(), "the version " + version);
    return format.directory(source, version);
  }
}
