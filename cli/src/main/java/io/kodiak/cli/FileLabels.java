package io.kodiak.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Short names for files that tell them apart. */
final class FileLabels {
  private FileLabels() {}

  /**
   * A name for each file: the last parts of its path, as many as are needed; with a number behind
   * it when the same file is there several times.
   */
  static List<String> of(List<Path> files) {
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      Path file = normal(files.get(i));
      int same = 0;
      int parts = 1;
      for (int j = 0; j < files.size(); j++) {
        Path other = normal(files.get(j));
        if (other.equals(file)) {
          same += j < i ? 1 : 0;
        } else {
          parts = Math.max(parts, partsThatDiffer(file, other));
        }
      }
      labels.add(last(file, parts) + (same == 0 ? "" : " (" + (same + 1) + ")"));
    }
    return labels;
  }

  private static Path normal(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** How many last parts of a path it takes for it to differ from another. */
  private static int partsThatDiffer(Path file, Path other) {
    int parts = 1;
    while (parts < file.getNameCount() && last(file, parts).equals(last(other, parts))) {
      parts++;
    }
    return parts;
  }

  private static String last(Path file, int parts) {
    int count = file.getNameCount();
    return count == 0 ? "" : file.subpath(Math.max(0, count - parts), count).toString();
  }
}
