package io.kodiak.format.feather;

import io.kodiak.api.CorruptionException;
import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** SSTables as Arrow IPC files: see the package description. Immutable. */
final class FeatherFormat implements SSTableFormat {
  private final FeatherOptions settings;

  FeatherFormat(FeatherOptions settings) {
    this.settings = settings;
  }

  @Override
  public String fileExtension() {
    return "arrow";
  }

  @Override
  public int version() {
    return Layout.VERSION;
  }

  @Override
  public String encoding(WriteOptions options) {
    return settings.codec(options).words();
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
    return new FeatherWriter(sink, options, settings.codec(options));
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    if (version < 1 || version > Layout.VERSION) {
      throw new IllegalArgumentException(
          source.name() + ": version " + version + " of the format feather is unknown");
    }
    Slice encoded = directory == null ? FooterReader.directory(source) : directory;
    try {
      return new FeatherReader(source, BlockDirectory.decode(encoded, source.length()));
    } catch (MalformedException e) {
      throw new CorruptionException(source.name(), -1, e.getMessage(), e);
    }
  }

  @Override
  public Slice directory(FileSource source, int version) throws IOException {
    return FooterReader.directory(source);
  }
}
