package io.kodiak.engine.sstable;

import io.kodiak.api.FileSink;
import io.kodiak.api.FileSource;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableReader;
import io.kodiak.api.SSTableWriter;
import io.kodiak.api.Slice;
import io.kodiak.api.WriteOptions;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A format that is another one; for tests that change a call or two. */
public class ForwardingFormat implements SSTableFormat {
  private final SSTableFormat format;

  public ForwardingFormat(SSTableFormat format) {
    this.format = format;
  }

  @Override
  public String fileExtension() {
    return format.fileExtension();
  }

  @Override
  public int version() {
    return format.version();
  }

  @Override
  public String encoding(WriteOptions options) {
    return format.encoding(options);
  }

  @Override
  public SSTableWriter writer(FileSink sink, WriteOptions options) throws IOException {
    return format.writer(sink, options);
  }

  @Override
  public SSTableReader reader(FileSource source, int version, @Nullable Slice directory)
      throws IOException {
    return format.reader(source, version, directory);
  }

  @Override
  public Slice directory(FileSource source, int version) throws IOException {
    return format.directory(source, version);
  }
}
