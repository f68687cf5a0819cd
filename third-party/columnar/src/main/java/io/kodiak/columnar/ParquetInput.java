package io.kodiak.columnar;

import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A file as the Parquet library reads it. */
final class ParquetInput implements InputFile {
  private final FileBytes file;

  ParquetInput(FileBytes file) {
    this.file = file;
  }

  @Override
  public long getLength() {
    return file.length();
  }

  @Override
  public SeekableInputStream newStream() {
    FileStream stream = new FileStream(file);
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() {
        return stream.position();
      }

      @Override
      public void seek(long position) {
        stream.moveTo(position);
      }
    };
  }

  @Override
  public String toString() {
    return file.name();
  }
}
