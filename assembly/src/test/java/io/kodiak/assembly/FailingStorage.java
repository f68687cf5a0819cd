package io.kodiak.assembly;

import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.LogFile;
import io.kodiak.engine.storage.ReadableFile;
import io.kodiak.engine.storage.Storage;
import io.kodiak.engine.storage.WritableFile;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Real files behind a gate that refuses to make new SSTables and links while it is shut. */
final class FailingStorage implements Storage {
  private final Storage files;
  private volatile boolean shut;

  FailingStorage(Storage files) {
    this.files = files;
  }

  void shut(boolean now) {
    shut = now;
  }

  @Override
  public String describe() {
    return files.describe();
  }

  @Override
  public WritableFile create(String name) throws IOException {
    if (shut && name.startsWith("tables/")) {
      throw new IOException(name + ": no space left on device");
    }
    return files.create(name);
  }

  @Override
  public boolean adopt(Path source, String name, boolean link) throws IOException {
    return files.adopt(source, name, link);
  }

  @Override
  public ReadableFile open(String name) throws IOException {
    return files.open(name);
  }

  @Override
  public LogFile createLog(String name, long size) throws IOException {
    return files.createLog(name, size);
  }

  @Override
  public LogFile openLog(String name) throws IOException {
    return files.openLog(name);
  }

  @Override
  public List<FileInfo> list(String directory) throws IOException {
    return files.list(directory);
  }

  @Override
  public void createDirectory(String directory) throws IOException {
    files.createDirectory(directory);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    files.rename(from, to);
  }

  @Override
  public boolean delete(String name) throws IOException {
    return files.delete(name);
  }

  @Override
  public String location(String name) {
    return files.location(name);
  }

  @Override
  public void link(String existing, String name) throws IOException {
    if (shut) {
      throw new IOException(name + ": the file system has no hard links");
    }
    files.link(existing, name);
  }

  @Override
  public boolean deleteDirectory(String directory) throws IOException {
    return files.deleteDirectory(directory);
  }

  @Override
  public void forceDirectory(String directory) throws IOException {
    files.forceDirectory(directory);
  }

  @Override
  public Closeable lock(String name) throws IOException {
    return files.lock(name);
  }

  @Override
  public long usableSpace() throws IOException {
    return files.usableSpace();
  }

  @Override
  public void close() throws IOException {
    files.close();
  }
}
