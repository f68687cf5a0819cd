package io.kodiak.engine.manifest;

import java.util.List;

/** Applies edits to a tree that belongs to no version set. */
public final class TreeEdits {
  private TreeEdits() {}

  /** The tree after the edit, held to the same rules as in a version set. */
  public static Tree apply(Tree tree, VersionEdit edit) {
    return tree.replaced(
        edit.removed().stream().map(VersionEdit.Removal::fileId).toList(),
        edit.added().stream().map(VersionEdit.Addition::file).toList());
  }

  /** The tree with one more SSTable. */
  public static Tree add(Tree tree, SSTableFile file) {
    return tree.replaced(List.of(), List.of(file));
  }
}
