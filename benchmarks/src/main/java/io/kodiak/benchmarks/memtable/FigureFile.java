package io.kodiak.benchmarks.memtable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Figures in a file, a line of JSON each, kept as they come so that a broken run loses none. */
final class FigureFile {
  private final Path path;

  FigureFile(Path path) {
    this.path = path.toAbsolutePath();
  }

  Figures read() throws IOException {
    return new Figures(lines().stream().map(Figure::parse).toList());
  }

  /** Removes the figures of those memtables. */
  void drop(List<String> memtables) throws IOException {
    List<String> rest =
        lines().stream()
            .filter(line -> !memtables.contains(Figure.parse(line).cell().memtable()))
            .toList();
    Files.createDirectories(path.getParent());
    Files.write(path, rest);
  }

  void append(Figure figure) throws IOException {
    Files.writeString(
        path, figure.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private List<String> lines() throws IOException {
    return Files.exists(path) ? Files.readAllLines(path) : List.of();
  }
}
