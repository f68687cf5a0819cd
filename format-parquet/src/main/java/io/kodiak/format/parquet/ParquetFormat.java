package io.kodiak.format.parquet;

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

/** SSTables as Parquet files: see the package description. Immutable. */
final class ParquetFormat implements SSTableFormat {
  private final ParquetOptions settings;

  ParquetFormat(ParquetOptions settings) {
    this.settings = settings;
  }

  @Override
  public String fileExtension() {
    return "parquet";
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
    return new ParquetWriter(sink, options, settings);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    if (version < 1 || version > Layout.VERSION) {
      throw new IllegalArgumentException(
          source.name() + ": version " + version + " of the format parquet is unknown");
    }
    boolean rebuild = directory == null;
    Slice encoded = rebuild ? FooterReader.directory(source) : directory;
    try {
      // A file without its directory has lost the checksums of the engine as well.
      BlockDirectory blocks = BlockDirectory.decode(encoded, source.length());
      return new ParquetReader(source, blocks, rebuild);
    } catch (MalformedException e) {
      throw new CorruptionException(source.name(), -1, e.getMessage(), e);
    }
  }

  @Override
  public Slice directory(FileSource source, int version) throws IOException {
    return FooterReader.directory(source);
  }
}
