package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.MarkdownTable;
import io.kodiak.benchmarks.base.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Figures as tables in Markdown, with the goals. */
final class FormatReport {
  private final Figures figures;

  FormatReport(Figures figures) {
    this.figures = figures;
  }

  /**
   * Files of Kodiak beside files of RocksDB.
   *
   * @param only the format that it is about; {@code null}: all
   */
  private record Comparison(
      String title, FileShape kodiak, FileShape rocksDb, @Nullable String only) {
    static List<Comparison> all() {
      List<Comparison> all = new ArrayList<>();
      for (FileShape shape : FileShape.ALL) {
        String sizes = shape.blockBytes() == FileShape.BLOCK ? "" : ", RocksDB's default";
        all.add(new Comparison(shape.describe() + sizes, shape, shape, null));
        if (shape.equals(FileShape.LZ4)) {
          all.add(
              new Comparison(
                  "LZ4, blocks of 16 KiB in Kodiak and 4 KiB in RocksDB, each one's default",
                  shape,
                  FileShape.LZ4_SMALL,
                  null));
          all.add(
              new Comparison(
                  "feather without compression, its default, beside LZ4 in RocksDB; 16 KiB",
                  FileShape.PLAIN,
                  shape,
                  "feather"));
        }
      }
      return all;
    }
  }

  /** All tables, with headings of the given level. */
  String text(String heading) {
    StringBuilder text = new StringBuilder();
    for (Comparison comparison : Comparison.all()) {
      List<List<String>> rows = rows(comparison);
      if (!rows.isEmpty()) {
        rows.add(0, header());
        text.append(heading)
            .append(' ')
            .append(comparison.title())
            .append("\n\n")
            .append(MarkdownTable.of(rows))
            .append('\n');
      }
    }
    String duckDb = new DuckReport(figures).table();
    if (!duckDb.isEmpty()) {
      text.append(heading)
          .append(" DuckDB on files of the last level\n\n")
          .append(duckDb)
          .append('\n');
    }
    return text.toString();
  }

  private static List<String> header() {
    return List.of(
        "operation",
        "unit",
        "format",
        "kodiak",
        "cpu",
        "rocksdb",
        "cpu",
        "its way",
        "ratio",
        "min-max",
        "by cpu",
        "goal");
  }

  private List<List<String>> rows(Comparison comparison) {
    List<List<String>> rows = new ArrayList<>();
    List<String> formats = figures.subjects(List.of(RocksSubject.NAME, DuckSession.NAME));
    for (Operation operation : Operation.values()) {
      for (String format : formats) {
        boolean isMeant = comparison.only() == null || format.equals(comparison.only());
        List<String> row = isMeant ? row(comparison, operation, format) : null;
        if (row != null) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private @Nullable List<String> row(Comparison comparison, Operation operation, String format) {
    Figures.Cell kodiak = new Figures.Cell(format, comparison.kodiak().label(), operation.key());
    Figures.Cell rocksDb =
        new Figures.Cell(
            RocksSubject.NAME, comparison.rocksDb().label(), operation.reference().key());
    String way = figures.bestWay(rocksDb);
    if (way == null || figures.bestWay(kodiak) == null) {
      return null;
    }
    double[] ratios = figures.ratios(kodiak, rocksDb, Figure::value);
    double[] cpu = figures.ratios(kodiak, rocksDb, Figure::cpuNanos);
    double byClock = Median.of(ratios);
    double byCpu = Median.of(cpu);
    double counts = Goals.byProcessorTime(operation) ? byCpu : byClock;
    boolean isGoal = comparison.rocksDb().compression().equals("lz4");
    return List.of(
        operation.label(),
        operation.unit(),
        format,
        operation.format(figures.median(kodiak, Figure::value)),
        cpu(operation, kodiak),
        operation.format(figures.median(rocksDb, Figure::value)),
        cpu(operation, rocksDb),
        way,
        ratio(byClock),
        ratio(ratios[0]) + "-" + ratio(ratios[ratios.length - 1]),
        Double.isFinite(byCpu) ? ratio(byCpu) : "",
        isGoal ? Goals.verdict(format, operation, counts) : "");
  }

  private String cpu(Operation operation, Figures.Cell cell) {
    double cpu = figures.median(cell, Figure::cpuNanos);
    return cpu > 0 ? operation.format(cpu) : "";
  }

  static String ratio(double ratio) {
    return String.format(Locale.ROOT, "%.2f", ratio);
  }
}
