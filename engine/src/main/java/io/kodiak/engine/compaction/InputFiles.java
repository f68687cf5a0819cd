package io.kodiak.engine.compaction;

import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.manifest.VersionEdit;
import io.kodiak.engine.sstable.RunWriter;
import io.kodiak.engine.sstable.SSTable;
import io.kodiak.engine.sstable.SSTables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The inputs of a compaction as files: opened, compared with its outputs, and replaced by them. */
final class InputFiles {
  private final Tree tree;
  private final List<SSTableMeta> inputs;
  private final int outputLevel;
  private final SSTables tables;
  private final RunWriter.Target target;

  /**
   * @param inputs SSTables of the tree, in its order
   * @param target with what outputs are written
   */
  InputFiles(
      Tree tree,
      List<SSTableMeta> inputs,
      int outputLevel,
      SSTables tables,
      RunWriter.Target target) {
    this.tree = tree;
    this.inputs = inputs;
    this.outputLevel = outputLevel;
    this.tables = tables;
    this.target = target;
  }

  private SSTableFile file(SSTableMeta table) {
    SSTableFile file = tree.file(table.id());
    if (file == null) {
      throw new IllegalStateException("SSTable " + table.id() + " has no file in its tree");
    }
    return file;
  }

  /** All of them, open; those of one run together. */
  List<List<SSTable>> open() throws IOException {
    List<List<SSTable>> runs = new ArrayList<>();
    @Nullable SSTableMeta before = null;
    for (SSTableMeta input : inputs) {
      if (before == null || !TrivialMove.isAt(input, before.level(), before.run())) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(open(input));
      before = input;
    }
    return runs;
  }

  private SSTable open(SSTableMeta input) throws IOException {
    return tables.open(tree.table().name(), file(input));
  }

  /** Whether the file is as it would be written on the output level. */
  boolean isLikeOutput(SSTableMeta input) {
    return target.isLike(file(input), outputLevel);
  }

  /** Those of them, open, that are as they would be written on the output level. */
  Set<SSTable> openLikeOutput() throws IOException {
    Set<SSTable> like = new HashSet<>();
    for (SSTableMeta input : inputs) {
      if (isLikeOutput(input)) {
        like.add(open(input));
      }
    }
    return like;
  }

  /** Whether some input may hold several versions of a key. */
  boolean mayHoldOldVersions() throws IOException {
    for (SSTableMeta input : inputs) {
      // Of a file from before keys were counted, their number is 0.
      if (open(input).keys() < input.entries()) {
        return true;
      }
    }
    return false;
  }

  /** The names of their formats, for messages. */
  String formats() {
    Set<String> names = new TreeSet<>();
    inputs.forEach(input -> names.add('"' + input.format() + '"'));
    return "format " + String.join(", ", names);
  }

  /** What comes of giving them another place. */
  CompactionResult moved(Placement placement) {
    VersionEdit.Builder edit = VersionEdit.builder();
    List<SSTableFile> moved = new ArrayList<>();
    for (SSTableMeta input : inputs) {
      if (!TrivialMove.isAt(input, placement.level(), placement.run())) {
        SSTableFile file = file(input).moved(placement.level(), placement.run());
        edit.removeSSTable(tree.table().id(), input.id());
        edit.addSSTable(tree.table().id(), file);
        moved.add(file);
      }
    }
    return new CompactionResult(edit.build(), moved, true);
  }

  /** What comes of putting outputs in their place. */
  CompactionResult replacedBy(List<SSTableFile> outputs) {
    VersionEdit.Builder edit = VersionEdit.builder();
    inputs.forEach(input -> edit.removeSSTable(tree.table().id(), input.id()));
    outputs.forEach(output -> edit.addSSTable(tree.table().id(), output));
    return new CompactionResult(edit.build(), outputs, false);
  }
}
