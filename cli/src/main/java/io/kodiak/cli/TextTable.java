package io.kodiak.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Rows of text whose columns are aligned. */
final class TextTable {
  private final List<String[]> rows = new ArrayList<>();
  private final Set<Integer> right = new HashSet<>();

  TextTable row(String... cells) {
    rows.add(cells);
    return this;
  }

  /** Has the cells of a column end below each other, as numbers do. */
  TextTable alignRight(int column) {
    right.add(column);
    return this;
  }

  /** The lines, without blanks at their ends. */
  List<String> lines() {
    int columns = rows.stream().mapToInt(row -> row.length).max().orElse(0);
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    List<String> lines = new ArrayList<>();
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        String blanks = " ".repeat(widths[i] - width(row[i]));
        line.append(i == 0 ? "" : "  ");
        line.append(right.contains(i) ? blanks + row[i] : row[i] + blanks);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static int width(String cell) {
    return cell.codePointCount(0, cell.length());
  }
}
