package io.kodiak.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kodiak.api.KeyRange;
import io.kodiak.api.Limits;
import io.kodiak.api.Slice;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.KeyValue;
import io.kodiak.engine.database.Listing;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.Snapshot;
import io.kodiak.engine.database.Table;
import io.kodiak.engine.database.VerifyReport;
import io.kodiak.engine.database.WriteBatch;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does operations on a database and on the model, and compares. For one thread. */
final class MetamorphicRun implements AutoCloseable {
  private final RandomDatabases databases;
  private final ModelStore model = new ModelStore();
  private final @Nullable Snapshot[] snapshots = new Snapshot[OperationList.SNAPSHOTS];
  private final long[] sequences = new long[OperationList.SNAPSHOTS];
  private Path directory;
  private Database database;
  private int copies;

  MetamorphicRun(RandomDatabases databases, Path directory) {
    this.databases = databases;
    this.directory = directory;
    this.database = databases.open(directory);
  }

  void write(List<ModelStore.Operation> operations) {
    model.write(operations);
    if (operations.size() == 1) {
      ModelStore.Operation only = operations.get(0);
      Table table = database.table(only.table());
      Slice value = only.value();
      if (value == null) {
        table.delete(only.key().toByteArray());
      } else {
        table.put(only.key().toByteArray(), value.toByteArray());
      }
      return;
    }
    WriteBatch batch = new WriteBatch();
    for (ModelStore.Operation each : operations) {
      Table table = database.table(each.table());
      Slice value = each.value();
      if (value == null) {
        batch.delete(table, each.key().toByteArray());
      } else {
        batch.put(table, each.key().toByteArray(), value.toByteArray());
      }
    }
    database.write(batch);
  }

  void load(Operation.Load load) throws IOException {
    model.write(new MetamorphicLoad(databases, directory, ++copies).run(database, load));
  }

  private @Nullable Snapshot snapshot(int number) {
    return number == Operation.NOW ? null : snapshots[number];
  }

  private long sequence(int number) {
    return snapshot(number) == null ? Limits.MAX_SEQUENCE : sequences[number];
  }

  void get(Operation.Get get) {
    Table table = database.table(get.table());
    Snapshot at = snapshot(get.snapshot());
    byte[] key = get.key().toByteArray();
    byte[] found = at == null ? table.get(key) : table.get(key, at);
    Slice expected = model.get(get.table(), get.key(), sequence(get.snapshot()));
    assertThat(found == null ? null : Slice.of(found)).isEqualTo(expected);
  }

  void walk(Operation.Walk walk) {
    long sequence = sequence(walk.snapshot());
    List<ModelStore.Row> rows = model.scan(walk.table(), walk.range(), sequence, walk.reverse());
    try (Scan scan = scan(walk.table(), walk.range(), walk.reverse(), snapshot(walk.snapshot()))) {
      Slice sought = walk.sought();
      int limit = sought == null ? walk.limit() : walk.limit() / 2;
      if (expectRows(scan, rows, 0, limit) && sought != null) {
        int at = place(rows, sought, walk.reverse());
        boolean found = scan.seek(sought.toByteArray());
        assertThat(found).as("seek %s", sought).isEqualTo(at < rows.size());
        if (found) {
          expectRow(scan, rows.get(at));
          expectRows(scan, rows, at + 1, walk.limit() - limit);
        }
      }
    }
  }

  private Scan scan(String name, KeyRange range, boolean reverse, @Nullable Snapshot at) {
    Table table = database.table(name);
    if (at == null) {
      return reverse ? table.scanDescending(range) : table.scan(range);
    }
    return reverse ? table.scanDescending(range, at) : table.scan(range, at);
  }

  private static int place(List<ModelStore.Row> rows, Slice sought, boolean reverse) {
    int at = 0;
    while (at < rows.size()) {
      int order = rows.get(at).key().compareTo(sought);
      if (reverse ? order <= 0 : order >= 0) {
        return at;
      }
      at++;
    }
    return at;
  }

  /** Expects these rows next, and the end behind the last; whether the end was not reached. */
  private static boolean expectRows(Scan scan, List<ModelStore.Row> rows, int from, int limit) {
    for (int i = from; i < from + limit; i++) {
      boolean on = scan.next();
      assertThat(on).as("row %d of %d", i, rows.size()).isEqualTo(i < rows.size());
      if (!on) {
        return false;
      }
      expectRow(scan, rows.get(i));
    }
    return true;
  }

  private static void expectRow(Scan scan, ModelStore.Row row) {
    assertThat(Slice.of(scan.key())).isEqualTo(row.key());
    assertThat(Arrays.equals(scan.value(), row.value().toByteArray()))
        .as("value of %s", row.key())
        .isTrue();
  }

  void match(Operation.Match match) {
    Table table = database.table(match.table());
    Snapshot at = snapshot(match.snapshot());
    byte[] key = match.key().toByteArray();
    KeyValue found = at == null ? table.longestPrefixMatch(key) : table.longestPrefixMatch(key, at);
    ModelStore.Row expected =
        model.longestPrefixMatch(match.table(), match.key(), sequence(match.snapshot()));
    assertThat(
            found == null
                ? null
                : new ModelStore.Row(Slice.of(found.key()), Slice.of(found.value())))
        .isEqualTo(expected);
  }

  void list(Operation.Names list) {
    Table table = database.table(list.table());
    Snapshot at = snapshot(list.snapshot());
    byte[] prefix = list.prefix().toByteArray();
    byte[] delimiter = list.delimiter().toByteArray();
    List<ModelStore.Name> names =
        model.commonPrefixes(
            list.table(), list.prefix(), list.delimiter(), sequence(list.snapshot()));
    try (Listing listing =
        at == null
            ? table.commonPrefixes(prefix, delimiter)
            : table.commonPrefixes(prefix, delimiter, at)) {
      expectNames(listing, listing.next(), names, list.limit());
      Slice after = list.after();
      if (after != null) {
        List<ModelStore.Name> rest =
            names.stream().filter(name -> name.name().compareTo(after) > 0).toList();
        expectNames(listing, listing.nextAfter(after.toByteArray()), rest, list.limit());
      }
    }
  }

  /** Expects these names, from where the listing stands now, and the end behind the last. */
  private static void expectNames(
      Listing listing, boolean found, List<ModelStore.Name> names, int limit) {
    boolean on = found;
    for (int i = 0; i < limit; i++) {
      assertThat(on).as("name %d of %d", i, names.size()).isEqualTo(i < names.size());
      if (!on) {
        return;
      }
      Slice value = listing.isFolder() ? null : Slice.of(listing.value());
      assertThat(new ModelStore.Name(Slice.of(listing.name()), value)).isEqualTo(names.get(i));
      on = listing.next();
    }
  }

  void takeSnapshot(int number) {
    dropSnapshot(number);
    snapshots[number] = database.snapshot();
    sequences[number] = model.sequence();
  }

  void dropSnapshot(int number) {
    Snapshot snapshot = snapshots[number];
    if (snapshot != null) {
      snapshot.close();
      snapshots[number] = null;
    }
  }

  void maintain(Operation.Kind kind, String table) throws IOException {
    switch (kind) {
      case FLUSH_TABLE -> database.table(table).flush();
      case FLUSH_ALL -> database.flush();
      case COMPACT_TABLE -> database.table(table).compact();
      case COMPACT_ALL -> database.compact();
      case MIGRATE -> database.table(table).migrate(progress -> {});
      case MIGRATE_TO_ANY_FORMAT ->
          database.table(table).migrate(databases.anyFormat(), progress -> {});
      case AWAIT_IDLE -> database.awaitIdle();
      case SYNC -> database.sync();
      case VERIFY -> verify();
      case COMPARE_ALL -> compareAll();
      case REOPEN -> reopen();
      case REOPEN_A_COPY -> reopenACopy();
    }
  }

  private void verify() {
    VerifyReport report = database.verify(name -> {});
    assertThat(report.problems()).isEmpty();
  }

  private void compareAll() {
    for (String table : OperationList.TABLES) {
      for (int snapshot = Operation.NOW; snapshot < snapshots.length; snapshot++) {
        boolean reverse = snapshot % 2 == 0;
        walk(new Operation.Walk(table, KeyRange.all(), reverse, snapshot, Integer.MAX_VALUE, null));
      }
    }
  }

  private void dropSnapshots() {
    for (int i = 0; i < snapshots.length; i++) {
      dropSnapshot(i);
    }
  }

  private void reopen() {
    dropSnapshots();
    database.close();
    database = databases.open(directory);
  }

  /**
   * Opens a copy of the files that was made while the database was open: what a killed process
   * leaves behind.
   */
  private void reopenACopy() throws IOException {
    dropSnapshots();
    database.awaitIdle();
    Path copy = directory.resolveSibling("copy-" + ++copies);
    copyAll(directory, copy);
    database.close();
    directory = copy;
    database = databases.open(directory);
  }

  /**
   * Copies a directory whose log may get a spare file ready for its next segment at any time. So a
   * name that was listed may be gone: a walk over the files would ask for its attributes, and fail.
   */
  private static void copyAll(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (DirectoryStream<Path> listed = Files.newDirectoryStream(from)) {
      for (Path file : listed) {
        Path target = to.resolve(file.getFileName().toString());
        if (Files.isDirectory(file)) {
          copyAll(file, target);
        } else {
          copy(file, target);
        }
      }
    }
  }

  /** Nothing is in a spare file yet, or any more, under the name that it had. */
  private static void copy(Path file, Path target) throws IOException {
    try {
      Files.copy(file, target);
    } catch (NoSuchFileException renamed) {
      if (!file.toString().endsWith(".wal")) {
        throw renamed;
      }
    }
  }

  @Override
  public void close() {
    dropSnapshots();
    database.close();
  }
}
