package io.kodiak.engine.manifest;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.MemoryStorage;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Tables and SSTables for tests of the manifest. */
final class Sample {
  static final TableInfo USERS = new TableInfo(1, "users", "skiplist", "parquet", "leveled");
  static final TableInfo EVENTS = new TableInfo(2, "events", "vector", "feather", "tiered");

  private Sample() {}

  static SSTableFile sstable(long id, int level, long run, String first, String last) {
    SSTableMeta meta =
        new SSTableMeta(
            id,
            level,
            run,
            Slice.utf8(first),
            Slice.utf8(last),
            10 * id + 1,
            10 * id + 9,
            7,
            2,
            15,
            "parquet",
            3,
            1_700_000_000_000L + id);
    FileSeal seal = new FileSeal(10, (int) id * 77, 5, -(int) id * 99);
    return new SSTableFile(meta, "parquet", seal, new BlockLayout("zstd-3", (int) id << 10));
  }

  /** Puts the files of an SSTable where they belong. */
  static void write(MemoryStorage storage, TableInfo table, SSTableFile file) {
    storage.put(file.dataName(table.name()), new byte[(int) file.seal().dataBytes()]);
    storage.put(file.indexName(table.name()), new byte[(int) file.seal().indexBytes()]);
  }

  /** Everything that a version says, to be compared. */
  static String describe(Version version) {
    List<String> lines = new ArrayList<>();
    for (Tree tree : version.trees()) {
      TreeSet<Long> ids = new TreeSet<>();
      tree.files().forEach(file -> ids.add(file.id()));
      List<String> files = new ArrayList<>();
      ids.forEach(id -> files.add(String.valueOf(tree.file(id))));
      lines.add(tree.table() + " " + tree.flushedSequence() + " " + tree.runs() + " " + files);
    }
    lines.add(
        "first segment "
            + version.firstSegment()
            + ", last sequence "
            + version.lastSequence()
            + ", next file "
            + version.nextFileId());
    return String.join("\n", lines);
  }

  /** The only manifest in a storage. */
  static String manifest(MemoryStorage storage) {
    List<String> found =
        storage.names().stream().filter(name -> FileNames.manifestNumber(name) >= 0).toList();
    if (found.size() != 1) {
      throw new AssertionError("manifests: " + found);
    }
    return found.get(0);
  }
}
