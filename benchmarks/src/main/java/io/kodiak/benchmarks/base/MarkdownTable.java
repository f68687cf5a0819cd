package io.kodiak.benchmarks.base;

import java.util.List;

/** A table in Markdown whose source is aligned, too. */
public final class MarkdownTable {
  private MarkdownTable() {}

  /**
   * Pads cells to the width of their column: the first to the left, figures to the right.
   *
   * @param table the header and the rows, all of the same length
   */
  public static String of(List<List<String>> table) {
    int columns = table.get(0).size();
    int[] widths = new int[columns];
    for (List<String> row : table) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < table.size(); r++) {
      text.append('|');
      for (int i = 0; i < columns; i++) {
        String cell = table.get(r).get(i);
        String space = " ".repeat(widths[i] - cell.length());
        text.append(' ').append(i == 0 ? cell + space : space + cell).append(" |");
      }
      text.append('\n');
      if (r == 0) {
        text.append('|');
        for (int i = 0; i < columns; i++) {
          String dashes = "-".repeat(widths[i] + 1);
          text.append(i == 0 ? '-' + dashes : dashes + ':').append('|');
        }
        text.append('\n');
      }
    }
    return text.toString();
  }
}
