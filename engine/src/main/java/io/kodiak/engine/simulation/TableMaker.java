package io.kodiak.engine.simulation;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Makes simulated tables, and knows how many entries and bytes they have. For one thread. */
final class TableMaker {
  /** Keys are places from 0 to 1, as whole numbers of so many bits. */
  private static final double SCALE = 1L << 52;

  private final KeyClasses classes;
  private final Workload workload;
  private final Environment environment;
  private long lastId;
  private long lastSequence;

  TableMaker(Workload workload, KeyClasses classes, Environment environment) {
    this.workload = workload;
    this.classes = classes;
    this.environment = environment;
  }

  KeyClasses classes() {
    return classes;
  }

  double entries(Part part) {
    return part.fresh() + keys(part.present()) * part.width();
  }

  /** How many keys tables that are as wide as all keys hold, at these shares of each class. */
  double keys(double[] present) {
    double keys = 0;
    for (int i = 0; i < present.length; i++) {
      keys += present[i] * classes.keys(i);
    }
    return keys;
  }

  double bytes(Part part) {
    return bytes(entries(part), part.deleted());
  }

  /** The bytes of a file of so many entries. */
  double bytes(double entries, double deleted) {
    double content = workload.keyBytes() + (1 - deleted) * workload.valueBytes();
    return entries * (content * environment.compression() + environment.fileOverhead());
  }

  static Slice key(double place) {
    return Slice.of(ByteBuffer.allocate(Long.BYTES).putLong((long) (place * SCALE)).array());
  }

  static double place(Slice key) {
    byte[] bytes = Arrays.copyOf(key.toByteArray(), Long.BYTES);
    return ByteBuffer.wrap(bytes).getLong() / SCALE;
  }

  /** Makes a table; its end is exclusive, so the last key lies just below. */
  SimulatedTable table(Part part, int level, long run, long nowMillis) {
    double entries = Math.max(1, entries(part));
    lastSequence++;
    SSTableMeta meta =
        new SSTableMeta(
            ++lastId,
            level,
            run,
            key(part.from()),
            key(part.to() - 2 / SCALE),
            lastSequence,
            lastSequence,
            Math.round(entries),
            Math.round(entries * part.deleted()),
            Math.max(1, Math.round(bytes(entries, part.deleted()))),
            "simulated",
            1,
            nowMillis);
    return new SimulatedTable(meta, part);
  }

  /** The same table in another place of the tree. */
  static SimulatedTable moved(SimulatedTable table, int level, long run) {
    SSTableMeta old = table.meta();
    SSTableMeta meta =
        new SSTableMeta(
            old.id(),
            level,
            run,
            old.firstKey(),
            old.lastKey(),
            old.firstSequence(),
            old.lastSequence(),
            old.entries(),
            old.tombstones(),
            old.bytes(),
            old.format(),
            old.formatVersion(),
            old.createdMillis());
    return new SimulatedTable(meta, table.content());
  }
}
