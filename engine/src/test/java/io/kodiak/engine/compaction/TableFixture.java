package io.kodiak.engine.compaction;

import io.kodiak.api.Block;
import io.kodiak.api.CompactionPlan;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.api.TreeView;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.TableInfo;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.TreeEdits;
import io.kodiak.engine.sstable.BlockCache;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.sstable.PluginException;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTableOptions;
import io.kodiak.engine.sstable.SSTables;
import io.kodiak.engine.sstable.Version;
import io.kodiak.engine.storage.FaultyStorage;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A table in a directory: real files, a tree, and compactions that are applied to it. */
final class TableFixture implements AutoCloseable {
  static final String TABLE = "users";
  static final String FORMAT = "columns";
  private static final String DIRECTORY = FileNames.tableDirectory(TABLE);

  private final FaultyStorage storage;
  private final AtomicLong ids = new AtomicLong();
  private final SSTableOptions options;
  private CompactionRate rate = new CompactionRate(0);
  private SSTableFormat format = new ColumnFormat();
  private SSTables open;
  private Tree tree = Tree.empty(new TableInfo(1, TABLE, "list", FORMAT, "test"));

  TableFixture(Path directory) throws IOException {
    this(directory, 256);
  }

  TableFixture(Path directory, int blockBytes) throws IOException {
    storage = new FaultyStorage(new LocalStorage(directory, ReadMode.POSITIONED));
    storage.createDirectory(DIRECTORY);
    options = new SSTableOptions(blockBytes, 10);
    open = newTables();
  }

  SSTables openTables() {
    return open;
  }

  private SSTables newTables() {
    return new SSTables(storage, new BlockCache(0), name -> name.equals(FORMAT) ? format : null);
  }

  FaultyStorage storage() {
    return storage;
  }

  Tree tree() {
    return tree;
  }

  /**
   * Uses another format, under the same name, for everything that is opened or written from now on.
   */
  void format(SSTableFormat changed) throws IOException {
    format = changed;
    reopen();
  }

  /** Limits the jobs from now on. */
  void limit(CompactionRate limit) {
    rate = limit;
  }

  CompactionRate rate() {
    return rate;
  }

  /** Closes what is open, so that the next job opens it again. */
  void reopen() throws IOException {
    open.close();
    open = newTables();
  }

  /** Where SSTables go that count as ones of the format of that name. */
  RunWriter.Target target(String formatName) {
    return target(formatName, format, options);
  }

  /** Where SSTables go that another format makes, under the same name, or other options shape. */
  RunWriter.Target target(SSTableFormat other, SSTableOptions otherOptions) {
    return target(FORMAT, other, otherOptions);
  }

  private RunWriter.Target target(String name, SSTableFormat maker, SSTableOptions shape) {
    return new RunWriter.Target(
        storage, TABLE, name, maker, shape, false, ids::incrementAndGet, Clock.systemUTC());
  }

  /** Writes sorted versions as SSTables of a run, and puts them into the tree. */
  List<SSTableFile> add(int level, long run, List<Version> versions, long targetBytes)
      throws IOException {
    try (RunWriter writer = new RunWriter(target(FORMAT), level, run, targetBytes, 0)) {
      @Nullable Slice before = null;
      for (Version version : versions) {
        Block block = Version.block(version);
        writer.append(block, 0, 1, !version.key().equals(before));
        before = version.key();
      }
      List<SSTableFile> files = writer.finish(versions.size());
      files.forEach(file -> tree = TreeEdits.add(tree, file));
      return files;
    }
  }

  SSTableFile add(int level, long run, Version... versions) throws IOException {
    return add(level, run, List.of(versions), Long.MAX_VALUE).get(0);
  }

  static CompactionPlan plan(int outputLevel, long targetBytes, Set<Long> inputs) {
    return new CompactionPlan(inputs, outputLevel, targetBytes, 0, "test");
  }

  CompactionPlan planAll(int outputLevel, long targetBytes) {
    Set<Long> inputs = new TreeSet<>();
    tree.files().forEach(file -> inputs.add(file.id()));
    return plan(outputLevel, targetBytes, inputs);
  }

  Placement check(CompactionPlan plan) throws PluginException {
    TreeView view = TreeViews.of(tree, Set.of(), Clock.systemUTC());
    return PlanCheck.check("test", view, plan, tree.inOrder(plan.inputs()), Set.of(), List.of());
  }

  CompactionJob job(CompactionPlan plan, long... snapshots) throws PluginException {
    return new CompactionJob(tree, plan, check(plan), snapshots, open, target(FORMAT), rate);
  }

  /** A job that writes somewhere else. */
  CompactionJob jobInto(RunWriter.Target target, CompactionPlan plan) throws PluginException {
    return new CompactionJob(tree, plan, check(plan), new long[0], open, target, rate);
  }

  /** A job that sees another number of entries in the tree's metadata of one SSTable. */
  CompactionJob jobWithEntries(CompactionPlan plan, long id, long entries) throws IOException {
    reopen();
    Tree wrong = Tree.empty(tree.table());
    for (SSTableFile file : tree.files()) {
      wrong = TreeEdits.add(wrong, file.id() == id ? withEntries(file, entries) : file);
    }
    return new CompactionJob(wrong, plan, check(plan), new long[0], open, target(FORMAT), rate);
  }

  private static SSTableFile withEntries(SSTableFile file, long entries) {
    SSTableMeta meta = file.meta();
    SSTableMeta changed =
        new SSTableMeta(
            meta.id(),
            meta.level(),
            meta.run(),
            meta.firstKey(),
            meta.lastKey(),
            meta.firstSequence(),
            meta.lastSequence(),
            entries,
            meta.tombstones(),
            meta.bytes(),
            meta.format(),
            meta.formatVersion(),
            meta.createdMillis());
    return new SSTableFile(changed, file.extension(), file.seal(), file.layout());
  }

  /** Runs a plan and applies its edit; the files of inputs that have gone are deleted. */
  CompactionResult compact(CompactionPlan plan, long... snapshots) throws IOException {
    return apply(job(plan, snapshots).run());
  }

  /** The same, split into up to so many parts. */
  CompactionResult compactInParts(CompactionPlan plan, int most, long... snapshots)
      throws IOException {
    return apply(job(plan, snapshots).run(most, () -> {}));
  }

  CompactionResult apply(CompactionResult result) throws IOException {
    Tree before = tree;
    tree = TreeEdits.apply(tree, result.edit());
    for (SSTableFile file : before.files()) {
      if (tree.file(file.id()) == null) {
        open.close(file.id());
        storage.delete(file.dataName(TABLE));
        storage.delete(file.indexName(TABLE));
      }
    }
    return result;
  }

  /** All versions in one SSTable. */
  List<Version> read(SSTableFile file) throws IOException {
    SSTable table = open.open(TABLE, file);
    List<Version> versions = new ArrayList<>();
    for (int block = 0; block < table.blockCount(); block++) {
      Block read = table.readBlock(block);
      versions.addAll(Rows.of(read, 0, read.count()));
    }
    return versions;
  }

  List<Version> read(List<SSTableFile> files) throws IOException {
    List<Version> versions = new ArrayList<>();
    for (SSTableFile file : files) {
      versions.addAll(read(file));
    }
    return versions;
  }

  /** The names and sizes of the files that are there. */
  List<FileInfo> filesOnDisk() throws IOException {
    return storage.list(DIRECTORY);
  }

  /** The names of the files that ought to be there. */
  Set<String> expectedFiles() {
    Set<String> names = new TreeSet<>();
    for (SSTableFile file : tree.files()) {
      names.add(file.dataName(TABLE));
      names.add(file.indexName(TABLE));
    }
    return names;
  }

  @Override
  public void close() throws IOException {
    open.close();
  }
}
