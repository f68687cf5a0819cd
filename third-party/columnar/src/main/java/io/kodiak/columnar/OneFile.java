package io.kodiak.columnar;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PositionedReadable;
import org.apache.hadoop.fs.Seekable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;

/**
 * What ORC takes for a Hadoop file system: one file that is read, or one stream that is written.
 * Hadoop's own would write checksum files, look for native libraries and read configurations.
 */
final class OneFile extends FileSystem {
  /** The library keeps account of the memory of all writers by their paths. */
  private static final AtomicLong COUNT = new AtomicLong();

  private final Path path = new Path("kodiak:///" + COUNT.incrementAndGet() + ".orc");
  private final @Nullable FileBytes file;
  private final @Nullable Outlet out;

  private OneFile(@Nullable FileBytes file, @Nullable Outlet out) {
    this.file = file;
    this.out = out;
    setConf(new Configuration(false));
  }

  static OneFile of(FileBytes file) {
    return new OneFile(file, null);
  }

  static OneFile of(Outlet out) {
    return new OneFile(null, out);
  }

  /** The name of the file within this. */
  Path path() {
    return path;
  }

  @Override
  public URI getUri() {
    return URI.create("kodiak:///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return new FSDataInputStream(new Input(source()));
  }

  private FileBytes source() throws IOException {
    if (file == null) {
      throw new IOException("this file is only written");
    }
    return file;
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    if (out == null) {
      throw new IOException("this file is only read");
    }
    return new FSDataOutputStream(out, null);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return new FileStatus(source().length(), false, 1, 1 << 20, 0, path);
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, Progressable progress) {
    throw new UnsupportedOperationException("append");
  }

  @Override
  public boolean rename(Path from, Path to) {
    throw new UnsupportedOperationException("rename");
  }

  @Override
  public boolean delete(Path path, boolean recursive) {
    throw new UnsupportedOperationException("delete");
  }

  @Override
  public FileStatus[] listStatus(Path path) {
    return new FileStatus[0];
  }

  @Override
  public void setWorkingDirectory(Path path) {}

  @Override
  public Path getWorkingDirectory() {
    return new Path("kodiak:///");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  private static final class Input extends FileStream implements Seekable, PositionedReadable {
    private final FileBytes file;

    Input(FileBytes file) {
      super(file);
      this.file = file;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
      return count == 0 ? 0 : file.read(position, ByteBuffer.wrap(target, offset, count));
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int count) throws IOException {
      if (count > 0 && position >= file.length()) {
        throw new EOFException("nothing is at byte " + position + ": the file has ended");
      }
      file.read(position, target, offset, count);
    }

    @Override
    public void readFully(long position, byte[] target) throws IOException {
      readFully(position, target, 0, target.length);
    }

    @Override
    public void seek(long position) {
      moveTo(position);
    }

    @Override
    public long getPos() {
      return position();
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }
  }
}
