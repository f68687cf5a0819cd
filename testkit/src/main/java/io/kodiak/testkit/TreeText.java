package io.kodiak.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.jspecify.annotations.Nullable;

/**
 * Trees drawn as text, for tests of policies, and plans as lines.
 *
 * <p>One line is one run, newest data first: its level and id, then its tables, each with its id,
 * its first and last key, and its size. There may follow the share of tombstones among its entries,
 * which take 100 bytes each, and how long ago it was made, in seconds, minutes, hours or days; an
 * exclamation mark says that the table is busy:
 *
 * <pre>
 * 0.9   41[a..m 64M]
 * 0.8   40[c..z 64M 25%]
 * 1.1   30[a..h 128M]  31![k..z 128M 60% 3d]
 * </pre>
 *
 * <p>Tables with a larger id hold later sequences.
 *
 * <p>A line that begins with a bar gives the quantiles of the keys: {@code | d h m}. A line {@code
 * quiet 20s} says for how long nothing has been written.
 */
public final class TreeText {
  /** Possessive, as the matcher goes a few calls deeper for each table otherwise. */
  private static final Pattern RUN =
      Pattern.compile("(\\d+)\\.(\\d+)((?:\\s+\\S+\\[[^\\]]*\\])++)");

  private static final Pattern TABLE =
      Pattern.compile(
          "(\\d+)(!?)\\[(\\S+?)\\.\\.(\\S+) (\\d+)([KMGT]?)"
              + "(?: (\\d+)%)?(?: (\\d+)([smhd]))?\\]");

  private static final Pattern QUIET = Pattern.compile("quiet (\\d+)([smhd])");

  private static final String QUANTILES = "| ";
  private static final long ENTRY_BYTES = 100;
  private static final long NOW_MILLIS = 1_700_000_000_000L;

  /** More entries than any drawn table has. */
  private static final long SEQUENCES = 1L << 40;

  private TreeText() {}

  /**
   * Reads a drawing; empty lines do not count.
   *
   * @throws IllegalArgumentException naming a line that draws no run
   */
  public static TreeView parse(String drawing) {
    List<Run> runs = new ArrayList<>();
    Set<Long> busy = new HashSet<>();
    List<Slice> quantiles = new ArrayList<>();
    long quietMillis = 0;
    for (String line : drawing.lines().map(String::strip).filter(l -> !l.isEmpty()).toList()) {
      if (line.startsWith(QUANTILES)) {
        for (String key : line.substring(QUANTILES.length()).strip().split("\\s+", -1)) {
          quantiles.add(Slice.utf8(key));
        }
        continue;
      }
      Matcher quiet = QUIET.matcher(line);
      if (quiet.matches()) {
        quietMillis = millis(quiet.group(1), quiet.group(2));
        continue;
      }
      Matcher run = RUN.matcher(line);
      if (!run.matches()) {
        throw new IllegalArgumentException("not a run: " + line);
      }
      int level = Integer.parseInt(run.group(1));
      long id = Long.parseLong(run.group(2));
      runs.add(new Run(level, id, tables(level, id, run.group(3), busy)));
    }
    return new TreeView("drawn", runs, busy, NOW_MILLIS, quietMillis, quantiles);
  }

  private static List<SSTableMeta> tables(int level, long run, String text, Set<Long> busy) {
    List<SSTableMeta> tables = new ArrayList<>();
    Matcher table = TABLE.matcher(text);
    while (table.find()) {
      tables.add(table(level, run, table));
      if (!table.group(2).isEmpty()) {
        busy.add(Long.parseLong(table.group(1)));
      }
    }
    if (tables.isEmpty() || tables.size() != text.chars().filter(c -> c == '[').count()) {
      throw new IllegalArgumentException("not tables:" + text);
    }
    return tables;
  }

  private static SSTableMeta table(int level, long run, Matcher table) {
    long id = Long.parseLong(table.group(1));
    long bytes = Long.parseLong(table.group(5)) << (10 * " KMGT".indexOf(unit(table.group(6))));
    long entries = Math.max(1, bytes / ENTRY_BYTES);
    long percent = table.group(7) == null ? 0 : Long.parseLong(table.group(7));
    return new SSTableMeta(
        id,
        level,
        run,
        Slice.utf8(table.group(3)),
        Slice.utf8(table.group(4)),
        id * SEQUENCES,
        id * SEQUENCES + entries,
        entries,
        entries * percent / 100,
        bytes,
        "drawn",
        1,
        NOW_MILLIS - millis(table.group(8), table.group(9)));
  }

  private static long millis(@Nullable String amount, @Nullable String unit) {
    if (amount == null || unit == null) {
      return 0;
    }
    long seconds =
        switch (unit) {
          case "m" -> 60;
          case "h" -> 3_600;
          case "d" -> 86_400;
          default -> 1;
        };
    return Long.parseLong(amount) * seconds * 1_000;
  }

  private static String unit(String letter) {
    return letter.isEmpty() ? " " : letter;
  }

  /** Plans as lines: inputs, output level, boundaries if there are any, priority and reason. */
  public static String describe(List<CompactionPlan> plans) {
    StringBuilder text = new StringBuilder();
    for (CompactionPlan plan : plans) {
      String inputs = new TreeSet<>(plan.inputs()).toString();
      text.append(inputs, 1, inputs.length() - 1)
          .append(" -> level ")
          .append(plan.outputLevel())
          .append(cuts(plan))
          .append(", priority ")
          .append(plan.priority())
          .append(": ")
          .append(plan.reason())
          .append('\n');
    }
    return text.isEmpty() ? "nothing" : text.toString();
  }

  private static String cuts(CompactionPlan plan) {
    StringBuilder text = new StringBuilder();
    for (Slice key : plan.boundaries()) {
      text.append(text.isEmpty() ? ", cut at " : " ").append(new String(key.toByteArray(), UTF_8));
    }
    return text.toString();
  }
}
