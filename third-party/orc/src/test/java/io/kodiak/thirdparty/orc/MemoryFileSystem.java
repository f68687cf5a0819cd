package io.kodiak.thirdparty.orc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
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

/** The least of a Hadoop file system that ORC writes to and reads from, in memory. */
final class MemoryFileSystem extends FileSystem {
  private final Map<Path, ByteArrayOutputStream> files = new HashMap<>();

  MemoryFileSystem() {
    setConf(new Configuration(false));
  }

  byte[] bytes(Path path) {
    return files.get(path).toByteArray();
  }

  @Override
  public URI getUri() {
    return URI.create("memory:///");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) {
    return new FSDataInputStream(new MemoryInput(bytes(path)));
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
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    files.put(path, out);
    return new FSDataOutputStream(out, null);
  }

  @Override
  public FileStatus getFileStatus(Path path) throws FileNotFoundException {
    if (!files.containsKey(path)) {
      throw new FileNotFoundException(path.toString());
    }
    return new FileStatus(files.get(path).size(), false, 1, 1 << 20, 0, path);
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
    return files.remove(path) != null;
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
