package io.kodiak.engine.database;

import io.kodiak.api.Limits;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.Slice;
import io.kodiak.engine.compaction.LoadPlacement;
import io.kodiak.engine.database.KodiakException.Kind;
import io.kodiak.engine.load.Load;
import io.kodiak.engine.load.LoadHost;
import io.kodiak.engine.sstable.RunWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The table that is loaded into, as a load sees it. */
final class LoadTarget implements LoadHost {
  /** So many writes may come between the first row that is written to an SSTable and the end. */
  static final long LONG_GAP = 1L << 32;

  /** The same for a load that takes seconds, so that many of them do not use up all sequences. */
  static final long BRIEF_GAP = 1L << 24;

  private final TableState table;
  private final Targets targets;
  private final Map<String, SSTableFormat> formats;
  private final WritePath writes;
  private final Health health;

  LoadTarget(
      TableState table,
      Targets targets,
      Map<String, SSTableFormat> formats,
      WritePath writes,
      Health health) {
    this.table = table;
    this.targets = targets;
    this.formats = formats;
    this.writes = writes;
    this.health = health;
  }

  @Override
  public long reserve(boolean brief) {
    long visible = writes.visible();
    long left = Limits.MAX_SEQUENCE - visible;
    long gap = Math.min(brief ? BRIEF_GAP : LONG_GAP, left / 2);
    if (gap < 2L * Load.MOST_SOURCES) {
      throw new KodiakException(
          Kind.CONFLICT,
          "the sequences of this database are used up but for "
              + left
              + ": copy its tables to a new one");
    }
    return visible + gap;
  }

  @Override
  public int level(Slice first, Slice last) {
    return LoadPlacement.level(table.tree().runs(), first, last);
  }

  @Override
  public RunWriter.Target target(int level) {
    List<Run> runs = table.tree().runs();
    int deepest = runs.isEmpty() ? 0 : runs.get(runs.size() - 1).level();
    return targets.target(table, level, Targets.isLast(level, deepest));
  }

  @Override
  public RunWriter.Target target(String format) {
    SSTableFormat installed = formats.get(format);
    if (installed == null) {
      throw new KodiakException(
          Kind.CONFIGURATION,
          "the format \""
              + format
              + "\" is not installed; installed: "
              + new TreeSet<>(formats.keySet()));
    }
    return targets.target(table, new NamedFormat(format, installed));
  }

  @Override
  public void checkpoint() {
    health.checkWritable();
  }
}
