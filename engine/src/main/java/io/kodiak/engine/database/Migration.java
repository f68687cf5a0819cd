package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wish to have the files of a table as its settings now want them, or all in one format.
 *
 * <p>Each file is rewritten where it lies and replaced by an edit of its own, so a migration that
 * was cut short is taken up by asking for it again.
 */
final class Migration {
  /** The size of the files that a migration makes, in bytes. */
  private static final long TARGET_BYTES = 64L << 20;

  private final TableState table;
  private final Targets targets;
  private final MigrationProgress atBegin;
  private final Set<ChosenCompaction> begunBefore;
  private volatile boolean done;

  /**
   * A wish; what the table's files shall be is set by then.
   *
   * @param begunBefore the compactions of the table that were begun before that was set
   */
  Migration(TableState table, Targets targets, Collection<ChosenCompaction> begunBefore) {
    this.table = table;
    this.targets = targets;
    this.begunBefore = Set.copyOf(begunBefore);
    this.atBegin = count(table.tree());
  }

  TableState table() {
    return table;
  }

  boolean isDone() {
    return done;
  }

  /** Notes that nothing is left. */
  void finish() {
    done = true;
  }

  /** How far it has come. */
  MigrationProgress progress() {
    MigrationProgress left = count(table.tree());
    return new MigrationProgress(
        table.name(),
        Math.max(atBegin.files(), left.files()),
        Math.max(atBegin.bytes(), left.bytes()),
        left.files(),
        left.bytes());
  }

  private MigrationProgress count(Tree tree) {
    int files = 0;
    long bytes = 0;
    for (SSTableFile file : outdated(tree)) {
      files++;
      bytes += file.meta().bytes();
    }
    return new MigrationProgress(table.name(), files, bytes, files, bytes);
  }

  /** The files of a tree that are to be rewritten, newest data first. */
  private List<SSTableFile> outdated(Tree tree) {
    List<SSTableFile> outdated = new ArrayList<>();
    for (Run run : tree.runs()) {
      for (SSTableMeta meta : run.tables()) {
        SSTableFile file = tree.file(meta.id());
        if (file != null && !targets.isCurrent(table, tree, file)) {
          outdated.add(file);
        }
      }
    }
    return outdated;
  }

  /** Whether a compaction that was begun before still runs. */
  boolean awaitsAny(Collection<ChosenCompaction> running) {
    return !Collections.disjoint(begunBefore, running);
  }

  /** Whether no file of a tree is to be rewritten. */
  boolean isMet(Tree tree) {
    return outdated(tree).isEmpty();
  }

  /** The next rewrite; {@code null} when every file that is left is busy, or none is. */
  @Nullable CompactionPlan next(Tree tree, Set<Long> busy) {
    for (SSTableFile file : outdated(tree)) {
      if (!busy.contains(file.id())) {
        String reason = "migrated from " + file.meta().format() + " " + file.layout().encoding();
        return new CompactionPlan(Set.of(file.id()), file.meta().level(), TARGET_BYTES, 0, reason);
      }
    }
    return null;
  }
}
