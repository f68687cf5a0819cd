package io.kodiak.format.orc;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.net.URI;
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

/** The least of a Hadoop file system that ORC reads a file from, in memory. */
final class MemoryFileSystem extends FileSystem {
  static final Path FILE = new Path("memory:///000007.orc");

  private final byte[] file;

  /** Makes a file system of one file. */
  MemoryFileSystem(byte[] file) {
    this.file = file;
    setConf(new Configuration(false));
  }

  @Override
  public URI getUri() {
    return URI.create("memory:///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    return new FSDataInputStream(new MemoryInput(file));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress) {
    throw new UnsupportedOperationException("create");
  }

  @Override
  public FileStatus getFileStatus(Path path) {
    return new FileStatus(file.length, false, 1, 1 << 20, 0, path);
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
    return new Path("memory:///");
  }

  @Override
  public boolean mkdirs(Path path, FsPermission permission) {
    return true;
  }

  private static final class MemoryInput extends ByteArrayInputStream
      implements Seekable, PositionedReadable {
    MemoryInput(byte[] file) {
      super(file);
    }

    @Override
    public void seek(long position) {
      pos = Math.toIntExact(position);
    }

    @Override
    public long getPos() {
      return pos;
    }

    @Override
    public boolean seekToNewSource(long position) {
      return false;
    }

    @Override
    public int read(long position, byte[] target, int offset, int length) {
      int start = Math.toIntExact(position);
      int copied = Math.min(length, count - start);
      System.arraycopy(buf, start, target, offset, copied);
      return copied;
    }

    @Override
    public void readFully(long position, byte[] target, int offset, int length)
        throws EOFException {
      if (read(position, target, offset, length) != length) {
        throw new EOFException("past the end: " + position);
      }
    }

    @Override
    public void readFully(long position, byte[] target) throws EOFException {
      readFully(position, target, 0, target.length);
    }
  }
}
