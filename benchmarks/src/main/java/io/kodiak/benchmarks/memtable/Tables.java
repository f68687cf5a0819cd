package io.kodiak.benchmarks.memtable;

import io.kodiak.benchmarks.base.MarkdownTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as tables in Markdown; the best of each column is bold. */
final class Tables {
  private static final int USUAL_ENTRIES = 100_000;

  private static final List<Operation> GARBAGE =
      List.of(
          Operation.PUT,
          Operation.GET,
          Operation.MISS,
          Operation.SEEK,
          Operation.FIRST_WALK,
          Operation.WALK);

  private final Figures figures;
  private final boolean cpu;

  /** Makes tables of processor time or of the clock's. */
  Tables(Figures figures, boolean cpu) {
    this.figures = figures;
    this.cpu = cpu;
  }

  /** One column of a table. */
  private record Column(String heading, Operation operation, KeyShape keys, int entries) {}

  /** The size that figures of one size are given for. */
  static int usualSize(Figures figures) {
    List<Integer> sizes = figures.sizes();
    if (sizes.isEmpty() || sizes.contains(USUAL_ENTRIES)) {
      return USUAL_ENTRIES;
    }
    return sizes.get(sizes.size() / 2);
  }

  /** Every operation, with one kind of keys and one size, in nanoseconds; the last in bytes. */
  String summary() {
    return table(
        Arrays.stream(Operation.values()).map(this::usual).toList(), /* allocation= */ false);
  }

  /** The bytes that operations allocate, with one kind of keys and one size. */
  String garbage() {
    return table(GARBAGE.stream().map(this::usual).toList(), /* allocation= */ true);
  }

  private Column usual(Operation operation) {
    return new Column(operation.label(), operation, usualKeys(), usualSize(figures));
  }

  /** The kind of keys that figures of one kind are given for. */
  KeyShape usualKeys() {
    List<KeyShape> shapes = figures.shapes();
    return shapes.isEmpty() ? KeyShape.RANDOM : shapes.get(0);
  }

  /** One operation with every kind of keys and every size. */
  String operation(Operation operation) {
    List<Column> columns = new ArrayList<>();
    for (KeyShape keys : figures.shapes()) {
      for (int entries : figures.sizes()) {
        String heading = keys.label() + " " + size(entries);
        columns.add(new Column(heading, operation, keys, entries));
      }
    }
    return table(columns, /* allocation= */ false);
  }

  /** The figures behind the tables. */
  Figures figures() {
    return figures;
  }

  /** Whether times are the processor's. */
  boolean cpu() {
    return cpu;
  }

  /** A number of entries in a few characters. */
  static String size(int entries) {
    if (entries % 1_000_000 == 0) {
      return entries / 1_000_000 + " M";
    }
    return entries % 1_000 == 0 ? entries / 1_000 + " k" : Integer.toString(entries);
  }

  /** A time or a number of bytes, to about two digits or more. */
  static String number(double value) {
    if (value < 0.05) {
      return "0";
    }
    return String.format(Locale.ROOT, value < 9.95 ? "%.1f" : "%,.0f", value);
  }

  private String table(List<Column> columns, boolean allocation) {
    List<String> memtables = figures.memtables();
    List<List<String>> rows = new ArrayList<>();
    rows.add(new ArrayList<>(List.of("memtable")));
    memtables.forEach(name -> rows.add(new ArrayList<>(List.of(name))));
    for (Column column : columns) {
      rows.get(0).add(column.heading());
      double best = best(column);
      for (int i = 0; i < memtables.size(); i++) {
        Sample sample = sample(memtables.get(i), column);
        rows.get(i + 1).add(cell(sample, column.operation(), best, allocation));
      }
    }
    return MarkdownTable.of(rows);
  }

  private String cell(
      @Nullable Sample sample, Operation operation, double best, boolean allocation) {
    if (sample == null) {
      return "–";
    }
    if (allocation) {
      return number(sample.allocated());
    }
    double value = value(sample, operation, cpu);
    return value <= best ? "**" + number(value) + "**" : number(value);
  }

  private double best(Column column) {
    return figures.memtables().stream()
        .map(name -> sample(name, column))
        .filter(sample -> sample != null)
        .mapToDouble(sample -> value(sample, column.operation(), cpu))
        .min()
        .orElse(0);
  }

  private @Nullable Sample sample(String memtable, Column column) {
    return figures.of(
        new Figure.Cell(memtable, column.keys(), column.entries(), column.operation()));
  }

  /** What counts of a sample: bytes where it is bytes, otherwise nanoseconds. */
  static double value(Sample sample, Operation operation, boolean cpu) {
    return cpu && operation != Operation.MEMORY ? sample.cpuNanos() : sample.nanos();
  }
}
