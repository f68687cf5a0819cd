package io.kodiak.engine.database;

import io.kodiak.api.SSTableMeta;
import io.kodiak.engine.manifest.BlockLayout;
import io.kodiak.engine.manifest.SSTableFile;
import io.kodiak.engine.manifest.Tree;
import io.kodiak.engine.sstable.BlockCache;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Collects the figures of tables and of the whole database. */
final class Figures {
  private Figures() {}

  static DatabaseStats of(Parts parts) {
    BlockCache cache = parts.cache();
    List<TableStats> tables = new ArrayList<>();
    for (TableState table : parts.tables().all()) {
      tables.add(of(table, parts.targets()));
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
        parts.outlook().pause().isPaused(),
        parts.recovery(),
        tables);
  }

  static TableStats of(TableState table, Targets targets) {
    TableOptions options = table.options();
    Counters counters = table.counters();
    Tree tree = table.tree();
    return new TableStats(
        table.name(),
        options.memtableName(),
        formats(options),
        options.policyName(),
        table.memtableEntries(),
        table.memtableBytes(),
        table.immutableCount(),
        tree.runs(),
        formatStats(table, tree, targets),
        counters.fullBySize.sum(),
        counters.fullByEntries.sum(),
        counters.flushes.sum(),
        counters.bytesFlushed.sum(),
        counters.compactions.sum(),
        counters.trivialMoves.sum(),
        counters.bytesCompactedIn.sum(),
        counters.bytesCompactedOut.sum(),
        counters.bytesCarried.sum(),
        counters.bulkLoads.sum(),
        counters.bytesLoaded.sum(),
        counters.bytesWritten());
  }

  private static List<FormatStats> formatStats(TableState table, Tree tree, Targets targets) {
    Map<Object, FormatStats> byKind = new HashMap<>();
    for (SSTableFile file : tree.files()) {
      SSTableMeta meta = file.meta();
      BlockLayout layout = file.layout();
      Object kind = List.of(meta.format(), meta.formatVersion(), layout);
      FormatStats none =
          new FormatStats(
              meta.format(),
              meta.formatVersion(),
              layout.encoding(),
              layout.blockBytes(),
              0,
              0,
              0,
              0,
              0);
      boolean outdated = !targets.isCurrent(table, tree, file);
      FormatStats before = byKind.getOrDefault(kind, none);
      byKind.put(kind, before.with(meta.entries(), meta.bytes(), outdated));
    }
    List<FormatStats> all = new ArrayList<>(byKind.values());
    all.sort(Comparator.comparingLong(FormatStats::bytes).reversed());
    return all;
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
