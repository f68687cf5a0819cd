package io.kodiak.cli;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes the tree of a table level by level. */
final class TreeListing {
  private final Path folder;
  private final int filesShown;

  /**
   * A listing.
   *
   * @param folder the database
   * @param table the name of the table
   * @param filesShown how many files of a level are named; 0: none
   */
  TreeListing(Path folder, String table, int filesShown) {
    this.folder = folder.resolve("tables").resolve(table);
    this.filesShown = filesShown;
  }

  /** The lines, without indentation. */
  List<String> lines(List<Run> runs) {
    TreeMap<Integer, List<Run>> levels = new TreeMap<>();
    runs.forEach(run -> levels.computeIfAbsent(run.level(), l -> new ArrayList<>()).add(run));
    List<String> lines = new ArrayList<>();
    levels.forEach((level, runsOfLevel) -> level(level, runsOfLevel, lines));
    return lines;
  }

  private void level(int level, List<Run> runs, List<String> lines) {
    List<SSTableMeta> tables = new ArrayList<>();
    runs.forEach(run -> tables.addAll(run.tables()));
    lines.add(
        String.format(
            Locale.ROOT,
            "level %d  %10s  %10s  %15s entries  %10s",
            level,
            Figures.count(runs.size(), "run"),
            Figures.count(tables.size(), "file"),
            Figures.count(tables.stream().mapToLong(SSTableMeta::entries).sum()),
            Figures.bytes(tables.stream().mapToLong(SSTableMeta::bytes).sum())));
    tables.stream().limit(filesShown).forEach(table -> lines.add(file(table)));
    if (filesShown > 0 && tables.size() > filesShown) {
      lines.add("  … and " + Figures.count(tables.size() - (long) filesShown, "more file"));
    }
  }

  private String file(SSTableMeta table) {
    Path data = dataFile(table);
    return String.format(
        Locale.ROOT,
        "  %-16s %10s entries  %10s  %s … %s",
        data == null ? String.valueOf(table.id()) : data.getFileName(),
        Figures.count(table.entries()),
        Figures.bytes(table.bytes()),
        key(table.firstKey().toByteArray()),
        key(table.lastKey().toByteArray()));
  }

  private static String key(byte[] key) {
    String text = Notation.TEXT.line(key);
    return text.length() <= 24 ? text : text.substring(0, 23) + "…";
  }

  /** The data file of an SSTable, whatever its format calls it; {@code null} when it is gone. */
  @Nullable Path dataFile(SSTableMeta table) {
    String stem = String.format(Locale.ROOT, "%06d.", table.id());
    if (!Files.isDirectory(folder)) {
      return null;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, stem + "*")) {
      for (Path file : files) {
        if (!file.getFileName().toString().endsWith(".index")) {
          return file;
        }
      }
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
