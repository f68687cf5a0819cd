package io.kodiak.engine.storage;

import io.kodiak.api.CorruptionException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Files in memory that tell what was forced from what was not, down to blocks of 4 KiB and single
 * names, so that a test can see what a crash leaves. Every call that changes something can be made
 * to fail, or to take an image of a crash just before it.
 */
public final class MemoryStorage implements Storage {
  /** What a crash keeps of what was not forced. */
  public enum Loss {
    /** Everything, though it is not durable yet: the process was killed, the machine is up. */
    NOTHING_LOST,
    /** Nothing: power was lost, and the device had written what it had to and no more. */
    ALL_LOST,
    /** Any names and blocks: power was lost while the device was writing them, in some order. */
    ANY_LOST
  }

  /** Called before every call that changes something, with its name and the file's. */
  public interface Watcher {
    void before(String call, String name) throws IOException;
  }

  private final TreeMap<String, MemoryFile> names = new TreeMap<>();
  private final TreeMap<String, MemoryFile> durableNames = new TreeMap<>();
  private final TreeSet<String> directories = new TreeSet<>();
  private Watcher watcher = (call, name) -> {};
  private int openFiles;

  /** An empty directory. */
  public MemoryStorage() {}

  /** Sets who is called before every change. */
  public void watch(Watcher watching) {
    watcher = watching;
  }

  /** The storage that is found after a crash at this moment. */
  public synchronized MemoryStorage crash(Loss loss, Random random) {
    MemoryStorage after = new MemoryStorage();
    after.directories.addAll(directories);
    Map<MemoryFile, MemoryFile> copies = new HashMap<>();
    if (loss == Loss.NOTHING_LOST) {
      names.forEach((name, file) -> after.names.put(name, copy(copies, file)));
      durableNames.forEach((name, file) -> after.durableNames.put(name, copy(copies, file)));
      return after;
    }
    TreeSet<String> all = new TreeSet<>(names.keySet());
    all.addAll(durableNames.keySet());
    for (String name : all) {
      boolean keep = loss == Loss.ANY_LOST && random.nextBoolean();
      MemoryFile file = (keep ? names : durableNames).get(name);
      if (file != null) {
        MemoryFile copy = copies.computeIfAbsent(file, f -> f.afterCrash(loss, random));
        after.names.put(name, copy);
        after.durableNames.put(name, copy);
      }
    }
    return after;
  }

  private static MemoryFile copy(Map<MemoryFile, MemoryFile> copies, MemoryFile file) {
    return copies.computeIfAbsent(file, MemoryFile::new);
  }

  /** An independent copy. */
  public MemoryStorage copy() {
    return crash(Loss.NOTHING_LOST, new Random(0));
  }

  /** The content of a file. */
  public synchronized byte[] content(String name) {
    return names.get(name).content();
  }

  /** Replaces or creates a file; durable. */
  public synchronized void put(String name, byte[] content) {
    MemoryFile file = new MemoryFile(content);
    names.put(name, file);
    durableNames.put(name, file);
  }

  /** How many files are open. */
  public synchronized int openFiles() {
    return openFiles;
  }

  private synchronized void closedFile() {
    openFiles--;
  }

  /** The names of all files. */
  public synchronized List<String> names() {
    return List.copyOf(names.keySet());
  }

  @Override
  public String describe() {
    return "memory";
  }

  @Override
  public synchronized WritableFile create(String name) throws IOException {
    watcher.before("create", name);
    return new Writer(name, add(name, new byte[0]));
  }

  @Override
  public synchronized LogFile createLog(String name, long size) throws IOException {
    watcher.before("createLog", name);
    return new Log(name, add(name, new byte[(int) size]));
  }

  private MemoryFile add(String name, byte[] content) throws IOException {
    checkNew(name);
    MemoryFile file = new MemoryFile(content);
    names.put(name, file);
    return file;
  }

  private void checkNew(String name) throws IOException {
    FileNames.checked(name);
    int slash = name.lastIndexOf('/');
    if (slash > 0 && !directories.contains(name.substring(0, slash))) {
      throw new NoSuchFileException(name);
    }
    if (names.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
  }

  @Override
  public synchronized boolean adopt(Path source, String name, boolean link) throws IOException {
    watcher.before("adopt", name);
    MemoryFile file = add(name, Files.readAllBytes(source));
    file.force(0, file.size());
    return false;
  }

  @Override
  public synchronized ReadableFile open(String name) throws IOException {
    return new Log(name, existing(name));
  }

  @Override
  public synchronized LogFile openLog(String name) throws IOException {
    return new Log(name, existing(name));
  }

  private MemoryFile existing(String name) throws IOException {
    MemoryFile file = names.get(FileNames.checked(name));
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }

  @Override
  public synchronized List<FileInfo> list(String directory) {
    String prefix = directory.isEmpty() ? "" : directory + "/";
    List<FileInfo> found = new ArrayList<>();
    for (Map.Entry<String, MemoryFile> entry : names.entrySet()) {
      if (isChild(entry.getKey(), prefix)) {
        found.add(new FileInfo(entry.getKey(), entry.getValue().size(), false));
      }
    }
    for (String name : directories) {
      if (isChild(name, prefix)) {
        found.add(new FileInfo(name, 0, true));
      }
    }
    return found;
  }

  private static boolean isChild(String name, String prefix) {
    return name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0;
  }

  @Override
  public synchronized void createDirectory(String directory) throws IOException {
    watcher.before("createDirectory", directory);
    if (!directory.isEmpty()) {
      for (int i = 0; i >= 0; i = directory.indexOf('/', i + 1)) {
        directories.add(i == 0 ? directory : directory.substring(0, i));
      }
    }
  }

  @Override
  public synchronized void rename(String from, String to) throws IOException {
    watcher.before("rename", to);
    names.put(FileNames.checked(to), existing(from));
    names.remove(from);
  }

  @Override
  public String location(String name) {
    return "/memory/" + FileNames.checked(name);
  }

  @Override
  public synchronized void link(String existing, String name) throws IOException {
    watcher.before("link", name);
    MemoryFile file = existing(existing);
    checkNew(name);
    names.put(name, file);
  }

  @Override
  public synchronized boolean deleteDirectory(String directory) throws IOException {
    watcher.before("deleteDirectory", directory);
    if (!list(directory).isEmpty() || !directories.remove(directory)) {
      return false;
    }
    // A directory cannot be gone while a name in it is still there.
    durableNames.keySet().removeIf(name -> isChild(name, directory + "/"));
    return true;
  }

  @Override
  public synchronized boolean delete(String name) throws IOException {
    watcher.before("delete", name);
    return names.remove(FileNames.checked(name)) != null;
  }

  @Override
  public synchronized void forceDirectory(String directory) throws IOException {
    watcher.before("forceDirectory", directory);
    String prefix = directory.isEmpty() ? "" : directory + "/";
    durableNames.keySet().removeIf(name -> isChild(name, prefix));
    for (Map.Entry<String, MemoryFile> entry : names.entrySet()) {
      if (isChild(entry.getKey(), prefix)) {
        durableNames.put(entry.getKey(), entry.getValue());
      }
    }
  }

  @Override
  public Closeable lock(String name) {
    return () -> {};
  }

  @Override
  public long usableSpace() {
    return 1L << 40;
  }

  @Override
  public void close() {}

  private final class Writer implements WritableFile {
    private final String name;
    private final MemoryFile file;

    private boolean closed;

    Writer(String name, MemoryFile file) {
      this.name = name;
      this.file = file;
      openFiles++;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long position() {
      return file.size();
    }

    @Override
    public void write(byte[] source, int offset, int length) throws IOException {
      synchronized (MemoryStorage.this) {
        watcher.before("write", name);
        file.write(file.size(), source, offset, length);
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (MemoryStorage.this) {
        watcher.before("force", name);
        file.force(0, file.size());
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        closedFile();
      }
    }
  }

  private final class Log implements LogFile, ReadableFile {
    private final String name;
    private final MemoryFile file;
    private boolean closed;

    Log(String name, MemoryFile file) {
      this.name = name;
      this.file = file;
      openFiles++;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public long length() {
      return file.size();
    }

    @Override
    public void write(long position, byte[] source, int offset, int length) throws IOException {
      synchronized (MemoryStorage.this) {
        checkOpen();
        watcher.before("write", name);
        if (position + length > file.size()) {
          throw new IndexOutOfBoundsException(name + ": a write behind the end of the log");
        }
        file.write((int) position, source, offset, length);
      }
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) throws IOException {
      synchronized (MemoryStorage.this) {
        checkOpen();
        if (position < 0 || length > file.size() - position) {
          throw new CorruptionException(name, position, "outside of the file");
        }
        file.read((int) position, target, offset, length);
      }
    }

    @Override
    public void force(long from, long to) throws IOException {
      synchronized (MemoryStorage.this) {
        checkOpen();
        watcher.before("force", name);
        file.force((int) from, (int) to);
      }
    }

    @Override
    public void load() {}

    private void checkOpen() throws IOException {
      if (closed) {
        throw new IOException(name + " is closed");
      }
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        closedFile();
      }
    }
  }
}
