package io.kodiak.engine.manifest;

import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The SSTables of one table at one moment. Immutable. */
public final class Tree {
  private static final Comparator<SSTableMeta> PLACE =
      Comparator.comparingInt(SSTableMeta::level)
          .thenComparing(Comparator.comparingLong(SSTableMeta::run).reversed())
          .thenComparing(SSTableMeta::firstKey);

  private final TableInfo table;
  private final Map<Long, SSTableFile> files;
  private final List<Run> runs;
  private final long flushedSequence;

  private Tree(
      TableInfo table, Map<Long, SSTableFile> files, List<Run> runs, long flushedSequence) {
    this.table = table;
    this.files = files;
    this.runs = runs;
    this.flushedSequence = flushedSequence;
  }

  /** The tree of a new table. */
  public static Tree empty(TableInfo table) {
    return new Tree(table, Map.of(), List.of(), 0);
  }

  /** The table, and the plug-ins that it was last opened with. */
  public TableInfo table() {
    return table;
  }

  /** Every run, newest data first: by level upwards and, within a level, by id downwards. */
  public List<Run> runs() {
    return runs;
  }

  /** The SSTable of an id; null when the tree does not hold it. */
  public @Nullable SSTableFile file(long id) {
    return files.get(id);
  }

  /** Those of these SSTables that the tree holds, in the order of its runs and of their keys. */
  public List<SSTableMeta> inOrder(Collection<Long> ids) {
    List<SSTableMeta> held = new ArrayList<>(ids.size());
    for (long id : ids) {
      SSTableFile file = files.get(id);
      if (file != null) {
        held.add(file.meta());
      }
    }
    held.sort(PLACE);
    return held;
  }

  /** Every SSTable, in no order. */
  public Collection<SSTableFile> files() {
    return files.values();
  }

  /** Whether there are no SSTables. */
  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** The deepest level with data; -1 when there is none. */
  public int deepestLevel() {
    return runs.isEmpty() ? -1 : runs.get(runs.size() - 1).level();
  }

  /** Every entry of this table up to this sequence is in its SSTables; 0 when none was flushed. */
  public long flushedSequence() {
    return flushedSequence;
  }

  /** This tree with other plug-ins. */
  Tree with(TableInfo changed) {
    return new Tree(changed, files, runs, flushedSequence);
  }

  /** This tree, flushed up to {@code sequence}; it cannot go back. */
  Tree flushed(long sequence) {
    if (sequence < flushedSequence) {
      throw new IllegalArgumentException(
          "table \"%s\" is flushed up to sequence %d: it cannot become %d"
              .formatted(table.name(), flushedSequence, sequence));
    }
    return new Tree(table, files, runs, sequence);
  }

  /**
   * This tree without some SSTables and with others.
   *
   * @throws IllegalArgumentException when one to remove is missing, one to add is there already, or
   *     two of one run would overlap
   */
  Tree replaced(Collection<Long> removed, Collection<SSTableFile> added) {
    Map<Long, SSTableFile> next = new HashMap<>(files);
    for (long id : removed) {
      if (next.remove(id) == null) {
        throw new IllegalArgumentException(describe(id) + " is not in the tree: cannot be removed");
      }
    }
    for (SSTableFile file : added) {
      check(file.meta());
      if (next.putIfAbsent(file.id(), file) != null) {
        throw new IllegalArgumentException(describe(file.id()) + " is in the tree already");
      }
      SSTableFile before = files.get(file.id());
      if (before != null && !before.moved(0, 0).equals(file.moved(0, 0))) {
        throw new IllegalArgumentException(
            describe(file.id()) + " can only move to another level or run, not change");
      }
    }
    return new Tree(
        table, Collections.unmodifiableMap(next), arrange(next.values()), flushedSequence);
  }

  private List<Run> arrange(Collection<SSTableFile> all) {
    List<SSTableMeta> metas = new ArrayList<>(all.size());
    for (SSTableFile file : all) {
      metas.add(file.meta());
    }
    metas.sort(PLACE);
    List<Run> arranged = new ArrayList<>();
    int begin = 0;
    for (int i = 1; i <= metas.size(); i++) {
      SSTableMeta last = metas.get(i - 1);
      if (i == metas.size() || !sameRun(last, metas.get(i))) {
        arranged.add(new Run(last.level(), last.run(), metas.subList(begin, i)));
        begin = i;
      } else if (last.lastKey().compareTo(metas.get(i).firstKey()) >= 0) {
        throw overlap(last, metas.get(i));
      }
    }
    return List.copyOf(arranged);
  }

  private static boolean sameRun(SSTableMeta a, SSTableMeta b) {
    return a.level() == b.level() && a.run() == b.run();
  }

  private void check(SSTableMeta meta) {
    String problem = null;
    if (meta.level() < 0) {
      problem = "level " + meta.level() + " is less than 0";
    } else if (meta.firstKey().compareTo(meta.lastKey()) > 0) {
      problem = "its first key " + meta.firstKey() + " is after its last, " + meta.lastKey();
    } else if (meta.firstSequence() < 1 || meta.firstSequence() > meta.lastSequence()) {
      problem = "its sequences, " + meta.firstSequence() + " to " + meta.lastSequence();
    } else if (meta.entries() < 1 || meta.tombstones() < 0 || meta.tombstones() > meta.entries()) {
      problem = meta.tombstones() + " tombstones among " + meta.entries() + " entries";
    }
    if (problem != null) {
      throw new IllegalArgumentException(describe(meta.id()) + " cannot be right: " + problem);
    }
  }

  private IllegalArgumentException overlap(SSTableMeta a, SSTableMeta b) {
    return new IllegalArgumentException(
        "table \"%s\": SSTables %d (%s to %s) and %d (%s to %s) overlap in run %d of level %d"
            .formatted(
                table.name(),
                a.id(),
                a.firstKey(),
                a.lastKey(),
                b.id(),
                b.firstKey(),
                b.lastKey(),
                a.run(),
                a.level()));
  }

  private String describe(long id) {
    return "table \"" + table.name() + "\": SSTable " + id;
  }
}
