package io.kodiak.benchmarks.workload;

import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.StoreOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stores of one engine during one round. The store that is read, {@code main}, is filled in
 * random order, overwritten once in another random order, and settled, by whichever workload needs
 * it first.
 */
final class Session implements AutoCloseable {
  private final Store.Opener opener;
  private final Path directory;
  private final Sizing sizing;
  private final Dataset data;
  private final Profile profile;

  private @Nullable Store main;
  private @Nullable StoreOptions mainOptions;
  private int generations;
  private long tableBytesWritten;

  Session(Store.Opener opener, Path directory, Sizing sizing, Profile profile) {
    this.opener = opener;
    this.directory = directory;
    this.sizing = sizing;
    this.data = new Dataset(sizing.entries(), sizing.seed());
    this.profile = profile;
  }

  Sizing sizing() {
    return sizing;
  }

  Dataset data() {
    return data;
  }

  Profile profile() {
    return profile;
  }

  /** How often every entry of the main store was written. */
  int generations() {
    return generations;
  }

  Store open(String name, StoreOptions options) {
    return opener.open(path(name), options);
  }

  Path path(String name) {
    Path path = directory.resolve(name);
    try {
      Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /** The main store, open with the given options, with at least the given generations. */
  Store main(StoreOptions options, int needed) {
    if (generations < needed) {
      Store store = reopen(sizing.storeOptions());
      while (generations < needed) {
        Filling.fill(store, data, data.order(generations), generations);
        written();
      }
      store.settle();
      noteTableBytes();
      Filling.check(store, data, generations - 1);
    }
    return reopen(options);
  }

  /** Every entry of the main store was written once more. */
  void written() {
    generations++;
  }

  /** Adds up what the store that is open has written to table files. */
  void noteTableBytes() {
    if (main != null) {
      tableBytesWritten = main.tableBytesWritten();
    }
  }

  /** What flushes and compactions wrote to table files while the main store was filled. */
  long tableBytesWritten() {
    return tableBytesWritten;
  }

  /** The main store as it is, open with the given options. */
  Store reopen(StoreOptions options) {
    Store open = main;
    if (open != null && options.equals(mainOptions)) {
      return open;
    }
    closeMain();
    open = open("main", options);
    main = open;
    mainOptions = options;
    return open;
  }

  void closeMain() {
    if (main != null) {
      main.close();
      main = null;
    }
  }

  /** The bytes of all files of a store but its logs. */
  long tableFileBytes(String name) {
    try (Stream<Path> files = Files.walk(path(name))) {
      long sum = 0;
      for (Path file : (Iterable<Path>) files::iterator) {
        if (Files.isRegularFile(file) && !isLog(file.getFileName().toString())) {
          sum += Files.size(file);
        }
      }
      return sum;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isLog(String file) {
    return file.endsWith(".log") || file.endsWith(".wal") || file.startsWith("LOG");
  }

  /** Copies a closed store. */
  void copy(String from, String to) {
    Path source = path(from);
    Path target = path(to);
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path copy = target.resolve(source.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a closed store. */
  void delete(String name) {
    try {
      Files.walkFileTree(path(name), new Deletion());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closeMain();
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem)
        throws IOException {
      if (problem != null) {
        throw problem;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
