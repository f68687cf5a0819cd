package io.kodiak.engine.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.api.KeyRange;
import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.read.MapMemtable;
import io.kodiak.engine.sstable.ColumnFormat;
import io.kodiak.engine.storage.Storage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Databases of plain parts, for tests. */
final class SmallDatabase {
  static final ColumnFormat FORMAT = new ColumnFormat(true);

  private SmallDatabase() {}

  static DatabaseOptions options(Storage storage) {
    return options(storage, SyncMode.ALWAYS);
  }

  static DatabaseOptions options(Storage storage, SyncMode sync) {
    return options(storage, sync, FORMAT, table -> {}).build();
  }

  static DatabaseOptions.Builder options(
      Storage storage, SyncMode sync, SSTableFormat format, Consumer<TableOptions.Builder> change) {
    TableOptions.Builder builder =
        TableOptions.builder()
            .memtable("map", bytes -> new MapMemtable())
            .format(new NamedFormat("columns", format))
            .blockBytes(256, 256)
            .policy("none", tree -> List.of());
    change.accept(builder);
    TableOptions table = builder.build();
    return DatabaseOptions.builder()
        .storage(storage)
        .sync(sync, Duration.ofMillis(1))
        .wal(16 << 10, 1 << 20)
        .cacheBytes(1 << 16)
        .formats(Map.of("columns", format))
        .tables(name -> table);
  }

  static Database open(Storage storage) {
    return Database.open(options(storage));
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  static Map<String, String> contents(Table table) {
    Map<String, String> found = new TreeMap<>();
    try (Scan scan = table.scan(KeyRange.all())) {
      while (scan.next()) {
        found.put(new String(scan.key(), UTF_8), new String(scan.value(), UTF_8));
      }
    }
    return found;
  }
}
