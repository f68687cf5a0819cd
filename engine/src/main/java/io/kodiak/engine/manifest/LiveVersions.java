package io.kodiak.engine.manifest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which versions are held, and so which SSTables that left the tree must stay for now. Safe for use
 * by several threads.
 *
 * <p>A file belongs to the versions from the one that it was added by up to the one that it was
 * removed by, without the latter; it is obsolete when none of these is held.
 */
final class LiveVersions {
  private record Departed(ObsoleteFile file, long added, long removed) {}

  private final TreeSet<Long> held = new TreeSet<>();
  private final Map<Long, Long> addedBy = new HashMap<>();
  private final List<Departed> departed = new ArrayList<>();

  /** Begins with the first version. */
  LiveVersions(Version first) {
    held.add(first.id());
    for (Tree tree : first.trees()) {
      for (SSTableFile file : tree.files()) {
        addedBy.put(file.id(), first.id());
      }
    }
  }

  /** Takes note of a version that an edit made from {@code before}; it is held. */
  synchronized void install(Version before, VersionEdit edit, Version next) {
    held.add(next.id());
    Set<Long> added = new HashSet<>();
    for (VersionEdit.Addition addition : edit.added()) {
      added.add(addition.file().id());
      addedBy.putIfAbsent(addition.file().id(), next.id());
    }
    for (VersionEdit.Removal removal : edit.removed()) {
      Tree tree = before.tree(removal.tableId());
      SSTableFile file = tree == null ? null : tree.file(removal.fileId());
      Long since = addedBy.get(removal.fileId());
      if (tree != null && file != null && since != null && !added.contains(file.id())) {
        departed.add(new Departed(new ObsoleteFile(tree.table(), file), since, next.id()));
        addedBy.remove(file.id());
      }
    }
  }

  /** Takes note that a version is not held any more; gives the files that are obsolete by that. */
  synchronized List<ObsoleteFile> retire(Version version) {
    held.remove(version.id());
    List<ObsoleteFile> obsolete = new ArrayList<>();
    for (Iterator<Departed> each = departed.iterator(); each.hasNext(); ) {
      Departed file = each.next();
      Long holder = held.ceiling(file.added());
      if (holder == null || holder >= file.removed()) {
        obsolete.add(file.file());
        each.remove();
      }
    }
    return obsolete;
  }

  /** The ids of the files of every version that is held. */
  synchronized Set<Long> files() {
    Set<Long> files = new HashSet<>(addedBy.keySet());
    for (Departed file : departed) {
      files.add(file.file().file().id());
    }
    return files;
  }
}
