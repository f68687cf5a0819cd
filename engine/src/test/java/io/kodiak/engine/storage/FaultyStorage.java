package io.kodiak.engine.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A storage whose n-th call fails, once. Calls that read, write, create, open, force and close
 * count; deleting fails only when told so. Counts the files that are open.
 */
public final class FaultyStorage implements Storage {
  private final Storage files;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger openFiles = new AtomicInteger();
  private volatile int failAt;
  private volatile boolean deletesFail;
  private volatile boolean forces = true;

  public FaultyStorage(Storage files) {
    this.files = files;
  }

  /** Begins to count anew, and fails the call of that number, counted from 1; 0: none. */
  public void failAt(int call) {
    calls.set(0);
    failAt = call;
  }

  public void failDeletes(boolean fail) {
    deletesFail = fail;
  }

  /** Leaves the forcing of files and directories out: a test that survives no crash is quicker. */
  public void ignoreForces() {
    forces = false;
  }

  /** Whether the call that was to fail has come. */
  public boolean hasFailed() {
    return failAt > 0 && calls.get() >= failAt;
  }

  public int openFiles() {
    return openFiles.get();
  }

  private void call(String what) throws IOException {
    if (calls.incrementAndGet() == failAt) {
      throw new IOException("injected: " + what);
    }
  }

  @Override
  public String describe() {
    return files.describe();
  }

  @Override
  public WritableFile create(String name) throws IOException {
    call("create " + name);
    WritableFile file = files.create(name);
    openFiles.incrementAndGet();
    return new Writing(file);
  }

  @Override
  public boolean adopt(Path source, String name, boolean link) throws IOException {
    call("adopt " + name);
    return files.adopt(source, name, link);
  }

  @Override
  public ReadableFile open(String name) throws IOException {
    call("open " + name);
    ReadableFile file = files.open(name);
    openFiles.incrementAndGet();
    return new Reading(file);
  }

  @Override
  public boolean delete(String name) throws IOException {
    if (deletesFail) {
      throw new IOException("injected: delete " + name);
    }
    return files.delete(name);
  }

  @Override
  public String location(String name) {
    return files.location(name);
  }

  @Override
  public void link(String existing, String name) throws IOException {
    call("link " + name);
    files.link(existing, name);
  }

  @Override
  public boolean deleteDirectory(String directory) throws IOException {
    if (deletesFail) {
      throw new IOException("injected: delete " + directory);
    }
    return files.deleteDirectory(directory);
  }

  @Override
  public void forceDirectory(String directory) throws IOException {
    call("force directory " + directory);
    if (forces) {
      files.forceDirectory(directory);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    call("rename " + from);
    files.rename(from, to);
  }

  @Override
  public void createDirectory(String directory) throws IOException {
    call("create directory " + directory);
    files.createDirectory(directory);
  }

  @Override
  public List<FileInfo> list(String directory) throws IOException {
    return files.list(directory);
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

  private final class Writing implements WritableFile {
    private final WritableFile file;
    private boolean closed;

    Writing(WritableFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long position() {
      return file.position();
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      call("write " + name());
      file.write(source, offset, length);
    }

    @Override
    public void force() throws IOException {
      call("force " + name());
      if (forces) {
        file.force();
      }
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        openFiles.decrementAndGet();
        file.close();
        call("close " + name());
      }
    }
  }

  private final class Reading implements ReadableFile {
    private final ReadableFile file;
    private boolean closed;

    Reading(ReadableFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public long length() {
      return file.length();
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
      call("read " + name());
      file.read(position, target, offset, length);
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        openFiles.decrementAndGet();
        file.close();
      }
    }
  }
}
