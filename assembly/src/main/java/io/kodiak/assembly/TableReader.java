package io.kodiak.assembly;

import io.kodiak.api.CompactionPolicy;
import io.kodiak.api.MemtableFactory;
import io.kodiak.api.SSTableFormat;
import io.kodiak.engine.database.TableOptions;
import io.kodiak.engine.database.TraceOptions;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns the section of one table into options, and creates the plug-ins that it names. */
final class TableReader {
  private static final int MAX_RUNS = 10_000;

  private final Plugins plugins;

  TableReader(Plugins plugins) {
    this.plugins = plugins;
  }

  /**
   * A table as it is configured.
   *
   * @param options {@code null} when there was a problem, which is noted
   * @param formats the formats that were created
   */
  record ConfiguredTable(@Nullable TableOptions options, Map<String, SSTableFormat> formats) {}

  /**
   * Reads one table.
   *
   * @param allFormats whether every installed format is created, not only what the section names
   */
  ConfiguredTable read(Section table, boolean allFormats) {
    TableOptions.Builder builder = TableOptions.builder();
    boolean memtable = readMemtable(table.section(PluginKind.MEMTABLE.section()), builder);
    FormatReader formats = new FormatReader(plugins, table.section(PluginKind.FORMAT.section()));
    boolean format = formats.read(builder);
    if (allFormats) {
      formats.addOthers();
    }
    boolean policy = readCompaction(table.section(PluginKind.COMPACTION.section()), builder);
    readTrace(table.section("trace"), builder);
    return new ConfiguredTable(
        memtable && format && policy ? builder.build() : null, formats.byName());
  }

  private boolean readMemtable(Section section, TableOptions.Builder builder) {
    String type = section.text("type", "b-skiplist");
    long bytes = section.bytes("flush-size", 64L << 20, 64 << 10, 4L << 30);
    Long entries = section.optionalNumber("flush-entries", 1, Long.MAX_VALUE);
    builder.flushAt(bytes, Objects.requireNonNullElse(entries, Long.MAX_VALUE));
    builder.immutableMemtables((int) section.number("max-immutable", 2, 1, 64));
    MemtableFactory factory =
        new Created<>(plugins, PluginKind.MEMTABLE, section, MemtableFactory.class)
            .choose("type", type);
    if (factory == null) {
      return false;
    }
    builder.memtable(type, factory);
    return true;
  }

  private static void readTrace(Section section, TableOptions.Builder builder) {
    boolean recorded = section.flag("record", false);
    long bytes =
        section.bytes(
            "max-size",
            TraceOptions.DEFAULT.maxBytes(),
            TraceOptions.MIN_BYTES,
            TraceOptions.MAX_BYTES);
    builder.recordWrites(recorded ? bytes : 0);
  }

  private boolean readCompaction(Section section, TableOptions.Builder builder) {
    String name = section.text("policy", "leveled");
    int slowdown = (int) section.number("slowdown-runs", 20, 1, MAX_RUNS);
    int stop = (int) section.number("stop-runs", 36, 2, MAX_RUNS);
    CompactionPolicy policy =
        new Created<>(plugins, PluginKind.COMPACTION, section, CompactionPolicy.class)
            .choose("policy", name);
    if (stop <= slowdown) {
      section.problem("stop-runs", "expected more than slowdown-runs, which is " + slowdown);
      return false;
    }
    if (policy == null) {
      return false;
    }
    builder.backpressure(slowdown, stop).policy(name, policy);
    return true;
  }
}
