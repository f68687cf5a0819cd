package io.kodiak.testkit;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trees drawn as text, for tests of policies, and plans as lines.
 *
 * <p>One line is one run, newest data first: its level and id, then its tables, each with its id,
 * its first and last key, and its size; an exclamation mark says that the table is busy:
 *
 * <pre>
 * 0.9   41[a..m 64M]
 * 0.8   40[c..z 64M]
 * 1.1   30[a..h 128M]  31![k..z 128M]
 * </pre>
 */
public final class TreeText {
  private static final Pattern RUN = Pattern.compile("(\\d+)\\.(\\d+)((?:\\s+\\S+\\[[^\\]]*\\])+)");
  private static final Pattern TABLE =
      Pattern.compile("(\\d+)(!?)\\[(\\S+?)\\.\\.(\\S+) (\\d+)([KMGT]?)\\]");
  private static final long ENTRY_BYTES = 100;

  private TreeText() {}

  /**
   * Reads a drawing; empty lines do not count.
   *
   * @throws IllegalArgumentException naming a line that draws no run
   */
  public static TreeView parse(String drawing) {
    List<Run> runs = new ArrayList<>();
    Set<Long> busy = new HashSet<>();
    for (String line : drawing.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      Matcher run = RUN.matcher(line);
      if (!run.matches()) {
        throw new IllegalArgumentException("not a run: " + line);
      }
      int level = Integer.parseInt(run.group(1));
      long id = Long.parseLong(run.group(2));
      runs.add(new Run(level, id, tables(level, id, run.group(3), busy)));
    }
    return new TreeView("drawn", runs, busy, 0);
  }

  private static List<SSTableMeta> tables(int level, long run, String text, Set<Long> busy) {
    List<SSTableMeta> tables = new ArrayList<>();
    Matcher table = TABLE.matcher(text);
    while (table.find()) {
      long id = Long.parseLong(table.group(1));
      if (!table.group(2).isEmpty()) {
        busy.add(id);
      }
      Slice first = Slice.utf8(table.group(3));
      Slice last = Slice.utf8(table.group(4));
      long bytes = Long.parseLong(table.group(5)) << (10 * " KMGT".indexOf(unit(table.group(6))));
      long entries = Math.max(1, bytes / ENTRY_BYTES);
      tables.add(
          new SSTableMeta(
              id, level, run, first, last, id, id + entries, entries, 0, bytes, "drawn", 1, id));
    }
    if (tables.isEmpty() || tables.size() != text.chars().filter(c -> c == '[').count()) {
      throw new IllegalArgumentException("not tables:" + text);
    }
    return tables;
  }

  private static String unit(String letter) {
    return letter.isEmpty() ? " " : letter;
  }

  /** Plans as lines: inputs, output level, priority and reason. */
  public static String describe(List<CompactionPlan> plans) {
    StringBuilder text = new StringBuilder();
    for (CompactionPlan plan : plans) {
      String inputs = new TreeSet<>(plan.inputs()).toString();
      text.append(inputs, 1, inputs.length() - 1)
          .append(" -> level ")
          .append(plan.outputLevel())
          .append(", priority ")
          .append(plan.priority())
          .append(": ")
          .append(plan.reason())
          .append('\n');
    }
    return text.isEmpty() ? "nothing" : text.toString();
  }
}
