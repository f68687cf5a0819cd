package io.kodiak.engine.simulation;

import io.kodiak.api.SSTableMeta;
import io.kodiak.api.Slice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes simulated tables: of a flush, and of merges. For one thread. */
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

  /** The entries of a part of a table that is {@code width} wide. */
  double entries(double[] present, double fresh, double width) {
    double entries = fresh;
    for (int i = 0; i < present.length; i++) {
      entries += present[i] * classes.keys(i) * width;
    }
    return entries;
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
    double entries = Math.max(1, entries(part.present(), part.fresh(), part.to() - part.from()));
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

  /**
   * Merges tables.
   *
   * @param newestFirst the inputs, what is newer before what is older
   * @param below tables that stay and may hold older versions
   */
  List<Part> merge(List<SimulatedTable> newestFirst, List<SimulatedTable> below) {
    double[] places = places(newestFirst, below);
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i + 1 < places.length; i++) {
      double from = places[i];
      double to = places[i + 1];
      if (newestFirst.stream().anyMatch(table -> table.meets(from, to))) {
        parts.add(part(newestFirst, from, to, below.stream().noneMatch(t -> t.meets(from, to))));
      }
    }
    return parts;
  }

  private static double[] places(List<SimulatedTable> inputs, List<SimulatedTable> below) {
    double first = inputs.stream().mapToDouble(SimulatedTable::from).min().orElse(0);
    double last = inputs.stream().mapToDouble(SimulatedTable::to).max().orElse(1);
    List<SimulatedTable> all = new ArrayList<>(inputs);
    all.addAll(below);
    double[] places = new double[2 * all.size()];
    for (int i = 0; i < all.size(); i++) {
      places[2 * i] = Math.min(last, Math.max(first, all.get(i).from()));
      places[2 * i + 1] = Math.min(last, Math.max(first, all.get(i).to()));
    }
    return Arrays.stream(places).distinct().sorted().toArray();
  }

  private Part part(List<SimulatedTable> newestFirst, double from, double to, boolean isLast) {
    double[] absent = new double[classes.count()];
    Arrays.fill(absent, 1);
    double fresh = 0;
    double tombstones = 0;
    for (SimulatedTable table : newestFirst) {
      if (table.meets(from, to)) {
        fresh += table.fresh() * table.shareWithin(from, to);
        for (int i = 0; i < absent.length; i++) {
          double added = table.present()[i] * absent[i];
          tombstones += added * classes.keys(i) * (to - from) * table.deleted();
          absent[i] -= added;
        }
      }
    }
    double[] present = new double[absent.length];
    for (int i = 0; i < absent.length; i++) {
      present[i] = 1 - absent[i];
    }
    double entries = entries(present, fresh, to - from);
    double deleted = entries == 0 ? 0 : tombstones / entries;
    if (isLast && deleted > 0) {
      double kept = 1 - tombstones / Math.max(1e-9, entries - fresh);
      for (int i = 0; i < present.length; i++) {
        present[i] *= kept;
      }
      deleted = 0;
    }
    return new Part(from, to, present, deleted, fresh);
  }

  /** Joins and cuts parts so that each makes a file of about the target, or ends at a boundary. */
  List<Part> cut(List<Part> parts, long targetBytes, List<Double> boundaries) {
    List<Part> files = new ArrayList<>();
    List<Part> open = new ArrayList<>();
    double room = targetBytes;
    for (Part whole : parts) {
      Part rest = whole;
      while (rest != null) {
        double end = cutPlace(rest, room, boundaries);
        Part head = slice(rest, rest.from(), end);
        open.add(head);
        room -=
            bytes(entries(head.present(), head.fresh(), head.to() - head.from()), head.deleted());
        rest = end < rest.to() ? slice(rest, end, rest.to()) : null;
        if (rest != null || boundaries.contains(end) || room <= 0) {
          files.add(join(open));
          open = new ArrayList<>();
          room = targetBytes;
        }
      }
    }
    if (!open.isEmpty()) {
      files.add(join(open));
    }
    return files;
  }

  private double cutPlace(Part part, double room, List<Double> boundaries) {
    double width = part.to() - part.from();
    double bytes = bytes(entries(part.present(), part.fresh(), width), part.deleted());
    double end = bytes <= room ? part.to() : part.from() + width * Math.max(0.001, room / bytes);
    for (double boundary : boundaries) {
      if (boundary > part.from() && boundary < end) {
        return boundary;
      }
    }
    return Math.min(part.to(), end);
  }

  private static Part slice(Part part, double from, double to) {
    double share = (to - from) / (part.to() - part.from());
    return new Part(from, to, part.present(), part.deleted(), part.fresh() * share);
  }

  private Part join(List<Part> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    double from = parts.get(0).from();
    double to = parts.get(parts.size() - 1).to();
    double[] present = new double[classes.count()];
    double fresh = 0;
    double entries = 0;
    double tombstones = 0;
    for (Part part : parts) {
      double width = part.to() - part.from();
      for (int i = 0; i < present.length; i++) {
        present[i] += part.present()[i] * width / (to - from);
      }
      fresh += part.fresh();
      double own = entries(part.present(), part.fresh(), width);
      entries += own;
      tombstones += own * part.deleted();
    }
    return new Part(from, to, present, entries == 0 ? 0 : tombstones / entries, fresh);
  }
}
