package io.kodiak.assembly;

import io.kodiak.api.CompactionPolicyProvider;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.MemtableProvider;
import io.kodiak.api.Provider;
import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.api.Settings;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.DatabaseOptions;
import io.kodiak.engine.database.NamedFormat;
import io.kodiak.engine.database.Scan;
import io.kodiak.engine.database.SyncMode;
import io.kodiak.engine.database.TableOptions;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import io.kodiak.engine.storage.Storage;
import io.kodiak.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Composes small databases from the installed plug-ins, for tests. */
final class TestDatabase {
  private TestDatabase() {}

  static Database open(Path directory) throws IOException {
    return open(directory, options -> {}, table -> {});
  }

  static Database open(
      Path directory,
      Consumer<DatabaseOptions.Builder> change,
      Consumer<TableOptions.Builder> changeTable)
      throws IOException {
    return open(new LocalStorage(directory, ReadMode.MAPPED), change, changeTable);
  }

  static Database open(
      Storage storage,
      Consumer<DatabaseOptions.Builder> change,
      Consumer<TableOptions.Builder> changeTable) {
    SSTableFormat parquet = create(SSTableFormatProvider.class, "parquet", TestSettings.empty());
    DatabaseOptions.Builder options =
        DatabaseOptions.builder()
            .storage(storage)
            .sync(SyncMode.NEVER, Duration.ofMillis(100))
            .wal(64 << 10, 1 << 20)
            .cacheBytes(4 << 20)
            .formats(Map.of("parquet", parquet))
            .tables(name -> table(parquet, changeTable));
    change.accept(options);
    return Database.open(options.build());
  }

  private static TableOptions table(
      SSTableFormat parquet, Consumer<TableOptions.Builder> changeTable) {
    TableOptions.Builder table =
        TableOptions.builder()
            .memtable("skiplist", create(MemtableProvider.class, "skiplist", TestSettings.empty()))
            .flushAt(32 << 10, 1_000)
            .blockBytes(512, 1024)
            .format(new NamedFormat("parquet", parquet))
            .policy(
                "leveled",
                create(
                    CompactionPolicyProvider.class,
                    "leveled",
                    TestSettings.of(
                        Map.of(
                            "base-level-size", "64 KiB",
                            "target-file-size", "32 KiB"))));
    changeTable.accept(table);
    return table.build();
  }

  static MemtableFactory memtable() {
    return create(MemtableProvider.class, "skiplist", TestSettings.empty());
  }

  static <T, P extends Provider<T>> T create(Class<P> service, String name, Settings settings) {
    for (P provider : ServiceLoader.load(service)) {
      if (provider.name().equals(name)) {
        return provider.create(settings);
      }
    }
    throw new IllegalStateException("no plug-in \"" + name + "\" of " + service.getSimpleName());
  }

  /** Everything that a scan shows, as text. */
  static Map<String, String> contents(Scan scan) {
    try (scan) {
      TreeMap<String, String> found = new TreeMap<>();
      while (scan.next()) {
        found.put(text(scan.key()), text(scan.value()));
      }
      return found;
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Copies a directory with everything below. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
