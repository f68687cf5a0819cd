package io.kodiak.testkit;

import io.kodiak.api.SSTableFormat;
import io.kodiak.api.SSTableFormatProvider;
import io.kodiak.engine.database.Database;
import io.kodiak.engine.database.DatabaseOptions;
import io.kodiak.engine.database.SyncMode;
import io.kodiak.engine.database.TableOptions;
import io.kodiak.engine.storage.LocalStorage;
import io.kodiak.engine.storage.ReadMode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens databases with random options: the first time all tables have the composition that is asked
 * for, later each may have any other.
 */
final class RandomDatabases {
  private final Composition first;
  private final List<Composition> all;
  private final List<SSTableFormatProvider> formats;
  private final SplittableRandom random;
  private boolean opened;

  RandomDatabases(Composition first, List<Composition> all, long seed) {
    this.first = first;
    this.all = all;
    this.formats = all.stream().map(Composition::format).distinct().toList();
    this.random = new SplittableRandom(seed);
  }

  Database open(Path directory) {
    Map<String, SSTableFormat> readable = new HashMap<>();
    for (SSTableFormatProvider format : formats) {
      readable.put(format.name(), Composition.named(format, random).format());
    }
    Map<String, TableOptions> tables = new ConcurrentHashMap<>();
    for (String table : OperationList.TABLES) {
      Composition composition = opened ? all.get(random.nextInt(all.size())) : first;
      tables.put(table, composition.table(random, formats));
    }
    opened = true;
    long segmentBytes = (64L << 10) << random.nextInt(4);
    return Database.open(
        DatabaseOptions.builder()
            .storage(storage(directory))
            .sync(sync(), Duration.ofMillis(1 + random.nextInt(50)))
            .wal(segmentBytes, segmentBytes * (2 + random.nextInt(8)))
            .cacheBytes(random.nextInt(4) == 0 ? 0 : 1L << (12 + random.nextInt(12)))
            .compactionThreads(1 + random.nextInt(3))
            .formats(readable)
            .tables(tables::get)
            .build());
  }

  /** The name of a format that files may have. */
  String anyFormat() {
    return formats.get(random.nextInt(formats.size())).name();
  }

  /** The name of the format of a data file, by the ending of its name. */
  String formatOf(Path file) {
    for (SSTableFormatProvider format : formats) {
      String extension = Composition.named(format, random).format().fileExtension();
      if (file.toString().endsWith("." + extension)) {
        return format.name();
      }
    }
    throw new IllegalArgumentException(file + " is of no installed format");
  }

  private LocalStorage storage(Path directory) {
    return new LocalStorage(
        directory, random.nextBoolean() ? ReadMode.MAPPED : ReadMode.POSITIONED);
  }

  private SyncMode sync() {
    return switch (random.nextInt(10)) {
      case 0 -> SyncMode.ALWAYS;
      case 1, 2 -> SyncMode.INTERVAL;
      default -> SyncMode.NEVER;
    };
  }
}
