package io.kodiak.engine.database;

import io.kodiak.api.Run;
import io.kodiak.engine.sstable.BlockCache;
import java.util.ArrayList;
import java.util.List;

/** Collects the figures of tables and of the whole database. */
final class Figures {
  private Figures() {}

  static DatabaseStats of(Parts parts) {
    BlockCache cache = parts.cache();
    List<TableStats> tables = new ArrayList<>();
    for (TableState table : parts.tables().all()) {
      tables.add(of(table));
    }
    return new DatabaseStats(
        parts.storage().describe(),
        parts.health().state(),
        parts.writes().visible(),
        parts.log().bytes(),
        cache.bytes(),
        cache.capacity(),
        cache.hits(),
        cache.misses(),
        parts.snapshots().count(),
        parts.backpressure().stalledMillis(),
        parts.recovery(),
        tables);
  }

  static TableStats of(TableState table) {
    TableOptions options = table.options();
    Counters counters = table.counters();
    List<Run> runs = table.tree().runs();
    return new TableStats(
        table.name(),
        options.memtableName(),
        formats(options),
        options.policyName(),
        table.memtableEntries(),
        table.memtableBytes(),
        table.immutableCount(),
        runs,
        counters.fullBySize.sum(),
        counters.fullByEntries.sum(),
        counters.flushes.sum(),
        counters.bytesFlushed.sum(),
        counters.compactions.sum(),
        counters.trivialMoves.sum(),
        counters.bytesCompactedIn.sum(),
        counters.bytesCompactedOut.sum(),
        counters.bytesWritten());
  }

  private static List<String> formats(TableOptions options) {
    List<String> names = new ArrayList<>();
    options.levelFormats().forEach(format -> names.add(format.name()));
    NamedFormat last = options.lastLevelFormat();
    if (last != null) {
      names.add(last.name());
    }
    return names;
  }
}
