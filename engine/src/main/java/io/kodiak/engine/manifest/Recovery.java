package io.kodiak.engine.manifest;

import io.kodiak.api.CorruptionException;
import io.kodiak.engine.storage.FileInfo;
import io.kodiak.engine.storage.FileNames;
import io.kodiak.engine.storage.LogFile;
import io.kodiak.engine.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is found of a database when it is opened. Changes nothing.
 *
 * @param version what the manifest says; null when there is no database yet
 * @param manifests the largest number of a manifest; 0 when there is none
 * @param largestFileId the largest id in the name of a file of a known table; 0 when there is none
 * @param orphans the names of such files that belong to no SSTable of the version
 */
record Recovery(
    @Nullable Version version, long manifests, long largestFileId, List<String> orphans) {

  static Recovery of(Storage storage) throws IOException {
    boolean exists = false;
    long manifests = 0;
    for (FileInfo file : storage.list("")) {
      exists |= file.name().equals(FileNames.CURRENT);
      manifests = Math.max(manifests, FileNames.manifestNumber(file.name()));
    }
    if (!exists) {
      checkNoData(storage);
      return new Recovery(null, manifests, 0, List.of());
    }
    long number = CurrentFile.read(storage);
    Version version = version(storage, number);
    List<String> orphans = new ArrayList<>();
    long largestFileId = 0;
    for (Tree tree : version.trees()) {
      largestFileId = Math.max(largestFileId, checkFiles(storage, tree, orphans));
    }
    return new Recovery(version, Math.max(manifests, number), largestFileId, orphans);
  }

  /**
   * What the manifest says, durably: a process that was killed may have left an edit, or the choice
   * of the manifest, that a loss of power would undo; and files that are not in this version are
   * about to be deleted.
   */
  private static Version version(Storage storage, long number) throws IOException {
    storage.forceDirectory("");
    ManifestReader manifest = ManifestReader.read(storage, number);
    if (!manifest.forced()) {
      try (LogFile file = storage.openLog(FileNames.manifest(number))) {
        file.force(0, file.size());
      }
    }
    Version version = Version.empty();
    for (VersionEdit edit : manifest.edits()) {
      try {
        version = version.next(edit);
      } catch (IllegalArgumentException e) {
        throw new CorruptionException(
            FileNames.manifest(number), -1, "an edit that does not fit: " + e.getMessage(), e);
      }
    }
    return version;
  }

  /**
   * Without CURRENT this is a new database, unless there is data that one must have belonged to.
   */
  private static void checkNoData(Storage storage) throws IOException {
    for (FileInfo file : storage.list(FileNames.WAL_DIRECTORY)) {
      if (FileNames.walNumber(file.name()) >= 0) {
        throw lost(file.name());
      }
    }
    for (FileInfo table : storage.list(FileNames.TABLES_DIRECTORY)) {
      if (table.directory() && FileNames.isTableName(table.baseName())) {
        for (FileInfo file : storage.list(table.name())) {
          if (FileNames.sstableId(file.name()) >= 0) {
            throw lost(file.name());
          }
        }
      }
    }
  }

  private static CorruptionException lost(String data) {
    return new CorruptionException(
        FileNames.CURRENT,
        -1,
        "is missing, but "
            + data
            + " is there: restore it from a copy, or choose another directory"
            + " for a new database");
  }

  /**
   * Checks that the files of a tree are there and have their sizes; only then may others be taken
   * for orphans and deleted.
   */
  private static long checkFiles(Storage storage, Tree tree, List<String> orphans)
      throws IOException {
    String table = tree.table().name();
    Map<String, Long> expected = new HashMap<>();
    for (SSTableFile file : tree.files()) {
      expected.put(file.dataName(table), file.seal().dataBytes());
      expected.put(file.indexName(table), file.seal().indexBytes());
    }
    long largestId = 0;
    for (FileInfo found : storage.list(FileNames.tableDirectory(table))) {
      long id = found.directory() ? -1 : FileNames.sstableId(found.name());
      if (id < 0) {
        continue;
      }
      largestId = Math.max(largestId, id);
      Long size = expected.remove(found.name());
      if (size == null) {
        orphans.add(found.name());
      } else if (size != found.size()) {
        throw new CorruptionException(
            found.name(),
            -1,
            "has "
                + found.size()
                + " bytes; it was written with "
                + size
                + ": restore it from a copy");
      }
    }
    for (String missing : expected.keySet()) {
      throw new CorruptionException(
          missing, -1, "is missing, and part of the database: restore it from a copy");
    }
    return largestId;
  }
}
