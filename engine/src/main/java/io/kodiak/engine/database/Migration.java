package io.kodiak.engine.database;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The wish to have the files of a table as its settings now want them, or all in one format.
 *
 * <p>Each file is rewritten where it lies and replaced by an edit of its own, so a migration that
 * was cut short is taken up by asking for it again. Files that came after the wish are written by
 * the same settings, and left alone.
 */
final class Migration {
  /** The size of the files that a migration makes, in bytes. */
  private static final long TARGET_BYTES = 64L << 20;

  private final TableState table;
  private final Targets targets;
  private final @Nullable NamedFormat to;
  private final long newestId;
  private final MigrationProgress atBegin;
  private boolean hadTurn;
  private volatile boolean done;

  /**
   * @param to the format of all files; {@code null}: as the settings say, level by level
   */
  Migration(TableState table, Targets targets, @Nullable NamedFormat to) {
    this.table = table;
    this.targets = targets;
    this.to = to;
    Tree tree = table.tree();
    long newest = 0;
    for (SSTableFile file : tree.files()) {
      newest = Math.max(newest, file.id());
    }
    this.newestId = newest;
    this.atBegin = count(tree);
  }

  TableState table() {
    return table;
  }

  /** The format that was asked for; {@code null}: as the settings say. */
  @Nullable NamedFormat to() {
    return to;
  }

  boolean isDone() {
    return done;
  }

  /** Notes that nothing is left. */
  void finish() {
    done = true;
  }

  /**
   * Whether the migration may go before what the policy wants: every other time, so that neither
   * holds up the other.
   */
  boolean takesTurn() {
    hadTurn = !hadTurn;
    return hadTurn;
  }

  /** How far it has come. */
  MigrationProgress progress() {
    MigrationProgress left = count(table.tree());
    return new MigrationProgress(
        table.name(), atBegin.files(), atBegin.bytes(), left.files(), left.bytes());
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
  List<SSTableFile> outdated(Tree tree) {
    List<SSTableFile> outdated = new ArrayList<>();
    for (Run run : tree.runs()) {
      for (SSTableMeta meta : run.tables()) {
        SSTableFile file = tree.file(meta.id());
        if (file != null && file.id() <= newestId && !isCurrent(tree, file)) {
          outdated.add(file);
        }
      }
    }
    return outdated;
  }

  private boolean isCurrent(Tree tree, SSTableFile file) {
    NamedFormat format = to;
    if (format == null) {
      return targets.isCurrent(table, tree, file);
    }
    int level = file.meta().level();
    boolean last = Targets.isLast(level, tree.deepestLevel());
    return targets.target(table, format, last).isLike(file, level);
  }

  /** The next rewrite; {@code null} when every file that is left is busy, or none is. */
  @Nullable CompactionPlan next(Tree tree, Set<Long> busy) {
    for (SSTableFile file : outdated(tree)) {
      if (!busy.contains(file.id())) {
        String reason = "migrated from " + file.meta().format() + " " + file.layout().encoding();
        return new CompactionPlan(
            Set.of(file.id()), file.meta().level(), TARGET_BYTES, Integer.MAX_VALUE - 1, reason);
      }
    }
    return null;
  }
}
