package io.kodiak.thirdparty.parquet;

import java.io.ByteArrayInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/** A Parquet input file in memory. */
final class MemoryInputFile implements InputFile {
  private final byte[] file;

  MemoryInputFile(byte[] file) {
    this.file = file;
  }

  @Override
  public long getLength() {
    return file.length;
  }

  @Override
  public SeekableInputStream newStream() {
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    return new DelegatingSeekableInputStream(in) {
      @Override
      public long getPos() {
        return (long) file.length - in.available();
      }

      @Override
      public void seek(long position) {
        in.reset();
        long skipped = in.skip(position);
        if (skipped != position) {
          throw new IllegalArgumentException("position " + position + " is past the end");
        }
      }
    };
  }
}
