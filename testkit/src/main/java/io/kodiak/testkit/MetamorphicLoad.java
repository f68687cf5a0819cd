package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.Slice;
import io.kodiak.engine.database.BulkLoad;
import io.kodiak.engine.database.BulkLoadOptions;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Loads rows in bulk, one by one or as the files of another database. For one use. */
final class MetamorphicLoad {
  private final RandomDatabases databases;
  private final Path directory;
  private final int number;

  /**
   * @param directory the directory of the database; that of the other one is made beside it
   * @param number makes the name of the other one unique
   */
  MetamorphicLoad(RandomDatabases databases, Path directory, int number) {
    this.databases = databases;
    this.directory = directory;
    this.number = number;
  }

  /** Loads, and returns the operations that have the same effect. */
  List<ModelStore.Operation> run(Database database, Operation.Load how) throws IOException {
    List<ModelStore.Operation> operations = how.operations();
    int files =
        switch (how.how()) {
          case ROWS, SORTED_ROWS -> 0;
          case FILES -> operations.size();
          case FILES_AND_ROWS -> operations.size() / 2;
        };
    boolean sorted = how.how() == Operation.LoadKind.SORTED_ROWS;
    List<ModelStore.Operation> fromFiles = live(operations.subList(0, files));
    List<ModelStore.Operation> rows = operations.subList(files, operations.size());
    rows = sorted ? new ArrayList<>(last(rows).values()) : rows;
    BulkLoadOptions options =
        BulkLoadOptions.DEFAULT
            .withSorted(sorted)
            .withMemoryBytes(how.memoryBytes())
            .withFileBytes(how.fileBytes());
    try (BulkLoad load = database.table(how.table()).bulkLoad(options)) {
      if (!fromFiles.isEmpty()) {
        addFiles(load, how.table(), fromFiles);
      }
      rows.forEach(row -> add(load, row));
      BulkLoad.Result result = load.finish();
      assertThat(load.rows()).isEqualTo(rows.size());
      boolean empty = fromFiles.isEmpty() && rows.isEmpty();
      assertThat(result.files() == 0).as("%s", result).isEqualTo(empty);
    }
    List<ModelStore.Operation> all = new ArrayList<>(fromFiles);
    all.addAll(rows);
    return all;
  }

  private static void add(BulkLoad load, ModelStore.Operation row) {
    Slice value = row.value();
    if (value == null) {
      load.delete(row.key().toByteArray());
    } else {
      load.put(row.key().toByteArray(), value.toByteArray());
    }
  }

  private static Map<Slice, ModelStore.Operation> last(List<ModelStore.Operation> operations) {
    Map<Slice, ModelStore.Operation> last = new TreeMap<>();
    operations.forEach(each -> last.put(each.key(), each));
    return last;
  }

  /** What a compacted table holds after these operations. */
  private static List<ModelStore.Operation> live(List<ModelStore.Operation> operations) {
    return last(operations).values().stream().filter(each -> each.value() != null).toList();
  }

  private void addFiles(BulkLoad load, String name, List<ModelStore.Operation> operations)
      throws IOException {
    Path other = directory.resolveSibling("other-" + number);
    try (Database database = databases.open(other)) {
      Table table = database.table(name);
      for (ModelStore.Operation each : operations) {
        Slice value = each.value();
        table.put(each.key().toByteArray(), value == null ? new byte[0] : value.toByteArray());
      }
      table.compact();
    }
    try (Stream<Path> files = Files.list(other.resolve("tables").resolve(name))) {
      for (Path file : files.sorted().toList()) {
        if (!file.toString().endsWith(".index")) {
          load.addFile(file, databases.formatOf(file));
        }
      }
    }
  }
}
