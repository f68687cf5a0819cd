package io.kodiak.columnar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
    Stream stream = new Stream(file);
    return new DelegatingSeekableInputStream(stream) {
      @Override
      public long getPos() {
        return stream.at;
      }

      @Override
      public void seek(long position) {
        stream.at = position;
      }
    };
  }

  @Override
  public String toString() {
    return file.name();
  }

  private static final class Stream extends InputStream {
    private final FileBytes file;
    private long at;

    Stream(FileBytes file) {
      this.file = file;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
      if (count == 0) {
        return 0;
      }
      int read = file.read(at, ByteBuffer.wrap(target, offset, count));
      at += Math.max(read, 0);
      return read;
    }
  }
}
