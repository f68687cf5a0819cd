package io.kodiak.engine.compaction;

import io.kodiak.api.CompactionPlan;
import io.kodiak.api.KeyRange;
import io.kodiak.api.Run;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeAnalysis;
import io.kodiak.api.TreeView;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.DisorderException;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.sstable.VersionRetention;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out one plan: merges its inputs, or moves them where there is nothing to merge, and says
 * what to change in the tree.
 *
 * <p>The inputs stay as they are. Damage in one of them, a fault of a plug-in, an I/O error or
 * {@link #cancel} end the job, and what it wrote is deleted. One thread runs it; any may {@link
 * #help} with it, cancel it and read its progress.
 *
 * <p>A large merge is split into ranges of keys, which are merged by themselves. What they wrote
 * becomes part of the tree together, or is deleted together.
 */
public final class CompactionJob {
  private final TreeView view;
  private final CompactionPlan plan;
  private final Placement placement;
  private final VersionRetention retention;
  private final InputFiles files;
  private final RunWriter.Target target;
  private final CompactionRate rate;
  private final List<SSTableMeta> inputs;
  private final CompactionProgress progress;
  private boolean rewritesOldVersions;
  private volatile boolean cancelled;
  private volatile @Nullable PartQueue<List<SSTableFile>> parts;

  /**
   * Prepares a compaction.
   *
   * @param tree the tree that the plan was checked against; its files stay until the job has ended
   * @param plan what to do
   * @param placement what {@link PlanCheck} said of it
   * @param snapshots the sequences of the live snapshots, ascending; taken after the tree
   * @param tables opens the inputs
   * @param target where the outputs go, in the format of the output level
   * @param rate limits how fast it reads and writes
   */
  public CompactionJob(
      Tree tree,
      CompactionPlan plan,
      Placement placement,
      long[] snapshots,
      SSTables tables,
      RunWriter.Target target,
      CompactionRate rate) {
    this.view = new TreeView(tree.table().name(), tree.runs(), Set.of(), 0);
    this.plan = plan;
    this.placement = placement;
    this.retention = new VersionRetention(snapshots);
    this.target = target;
    this.rate = rate;
    this.inputs = tree.inOrder(plan.inputs());
    this.files = new InputFiles(tree, inputs, placement.level(), tables, target);
    this.progress =
        new CompactionProgress(
            inputs.stream().mapToLong(SSTableMeta::bytes).sum(),
            inputs.stream().mapToLong(SSTableMeta::entries).sum());
  }

  /**
   * Has inputs rewritten, where they would only be moved, when some hold several versions of a key,
   * of which no snapshot may need the older ones any more. Called before the job runs.
   */
  public void rewriteOldVersions() {
    rewritesOldVersions = true;
  }

  /** Compacts in the calling thread, without splitting the work. Called once. */
  public CompactionResult run() throws IOException {
    return run(1, () -> {});
  }

  /**
   * Compacts. Called once. Returns or throws when no thread works at it any more.
   *
   * @param most into how many parts the merge is split at most; a small one is into fewer, a very
   *     large one into more; 1: it is not split
   * @param onSplit called when it was split, so that {@link #help} finds something to do
   * @throws io.kodiak.api.CorruptionException when an input is damaged; it stays as it is
   * @throws PluginException when a format breaks its contract
   * @throws CancellationException when {@link #cancel} was called in time
   * @throws IOException when a file cannot be read or written
   */
  public CompactionResult run(int most, Runnable onSplit) throws IOException {
    checkSpan();
    if (TrivialMove.applies(plan, placement, inputs, files::isLikeOutput, this::tombstones)
        && !(rewritesOldVersions && files.mayHoldOldVersions())) {
      return files.moved(placement);
    }
    List<SSTableFile> outputs = merge(most, onSplit);
    return files.replacedBy(outputs);
  }

  /**
   * Merges, in the calling thread, a part that nobody has begun. How that ended, {@link #run} tells
   * its caller.
   *
   * @return whether there was one
   */
  public boolean help() {
    PartQueue<List<SSTableFile>> split = parts;
    boolean ran = split != null && split.runNext();
    // Where the part failed, the others have to hear of it.
    rate.wake();
    return ran;
  }

  /** Whether a part is left that nobody has begun. */
  public boolean canBeHelped() {
    PartQueue<List<SSTableFile>> split = parts;
    return split != null && split.hasMore();
  }

  /** Makes {@link #run} give up before any block is read any more, unless it is about to return. */
  public void cancel() {
    cancelled = true;
    rate.wake();
  }

  /** How far the job has come. */
  public CompactionProgress progress() {
    return progress;
  }

  /** The outputs may lie anywhere between the first and the last key of the inputs. */
  private void checkSpan() {
    for (Run run : view.runs()) {
      if (run.level() == placement.level() && run.id() == placement.run()) {
        for (SSTableMeta table :
            TreeAnalysis.overlapping(run, placement.first(), placement.last())) {
          if (!plan.inputs().contains(table.id())) {
            throw new IllegalArgumentException(
                describe() + ": SSTable " + table.id() + " of the run that is joined is no input");
          }
        }
      }
    }
  }

  private TombstoneRule tombstones() {
    return TombstoneRule.of(view, plan, placement.first(), placement.last());
  }

  private List<SSTableFile> merge(int most, Runnable onSplit) throws IOException {
    MergeInputs open =
        new MergeInputs(files.open(), files.openLikeOutput(), placement.first(), placement.last());
    List<KeyRange> ranges = open.split(plan.targetBytes(), plan.boundaries(), most);
    PartQueue<List<SSTableFile>> split =
        new PartQueue<>(ranges.size(), part -> merge(open, ranges.get(part)));
    parts = split;
    boolean whole = false;
    try {
      if (ranges.size() > 1) {
        onSplit.run();
      }
      while (split.runNext()) {
        rate.wake();
      }
      List<SSTableFile> outputs = split.await().stream().flatMap(List::stream).toList();
      check(open, ranges.size(), outputs);
      whole = true;
      return outputs;
    } finally {
      if (!whole) {
        split.giveUp().forEach(target::delete);
      }
    }
  }

  private List<SSTableFile> merge(MergeInputs open, KeyRange range) throws IOException {
    try (RunWriter writer =
        new RunWriter(
            target,
            placement.level(),
            placement.run(),
            plan.targetBytes(),
            expectedEntries(),
            plan.boundaries())) {
      return new CompactionMerge(
              describe(), progress, rate, this::isGivenUp, writer, overlapLimit())
          .run(open, range, retention, tombstones());
    } catch (DisorderException | IndexOutOfBoundsException problem) {
      throw new PluginException(files.formats(), "cannot be right in a " + describe(), problem);
    }
  }

  private OverlapLimit overlapLimit() {
    return OverlapLimit.of(view, placement.level(), plan.targetBytes());
  }

  private boolean isGivenUp() {
    PartQueue<List<SSTableFile>> split = parts;
    return cancelled || (split != null && split.hasFailed());
  }

  /** Each part has counted for itself; together they must have read everything, once. */
  private void check(MergeInputs open, int count, List<SSTableFile> outputs) throws IOException {
    if (count > 1) {
      open.checkAllRead();
      // The parts have rounded for themselves.
      progress.read(0, progress.totalBytes() - progress.bytesRead());
    }
    long written = 0;
    @Nullable Slice last = null;
    for (SSTableFile output : outputs) {
      written += output.meta().entries();
      if (last != null && last.compareTo(output.meta().firstKey()) >= 0) {
        throw new PluginException(
            files.formats(),
            "cannot be right in a " + describe() + ": its outputs overlap at " + last);
      }
      last = output.meta().lastKey();
    }
    if (progress.entriesRead() != written + progress.entriesDropped()) {
      throw new IllegalStateException(
          "%s: of %d entries %d were kept and %d left out"
              .formatted(describe(), progress.entriesRead(), written, progress.entriesDropped()));
    }
  }

  /** About how many entries one output will hold. */
  private long expectedEntries() {
    double share = (double) plan.targetBytes() / Math.max(1, progress.totalBytes());
    return (long) Math.ceil(progress.totalEntries() * Math.min(1, share));
  }

  private String describe() {
    return "compaction of SSTables %s of table \"%s\" into level %d"
        .formatted(
            inputs.stream().map(input -> "" + input.id()).collect(Collectors.joining(", ")),
            view.table(),
            plan.outputLevel());
  }
}
