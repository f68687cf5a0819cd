package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.Median;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** All figures of a run, by what they are of and in which round they were taken. */
final class Figures {
  private final List<Figure> figures;

  Figures(Collection<Figure> figures) {
    this.figures = List.copyOf(figures);
  }

  /** What was done with which files, in the quickest of its ways. */
  record Cell(String subject, String shape, String operation) {}

  /** The subjects, as they were measured first, without those of a name. */
  List<String> subjects(Collection<String> without) {
    return figures.stream()
        .map(Figure::subject)
        .filter(name -> !without.contains(name))
        .distinct()
        .toList();
  }

  /** The shapes of the files that a subject was measured with in an operation. */
  List<String> shapes(String subject, String operation) {
    return figures.stream()
        .filter(figure -> figure.subject().equals(subject))
        .filter(figure -> figure.operation().equals(operation))
        .map(Figure::shape)
        .distinct()
        .toList();
  }

  /** The way whose median is the lowest; {@code null} where nothing was measured. */
  @Nullable String bestWay(Cell cell) {
    return figures.stream()
        .filter(figure -> isOf(figure, cell))
        .map(Figure::way)
        .distinct()
        .min(Comparator.comparingDouble(way -> median(cell, way, Figure::value)))
        .orElse(null);
  }

  /** The median of a figure of the best way; not a number where nothing was measured. */
  double median(Cell cell, ToDoubleFunction<Figure> figure) {
    String way = bestWay(cell);
    return way == null ? Double.NaN : median(cell, way, figure);
  }

  private double median(Cell cell, String way, ToDoubleFunction<Figure> figure) {
    return Median.of(
        figures.stream()
            .filter(one -> isOf(one, cell) && one.way().equals(way))
            .mapToDouble(figure)
            .toArray());
  }

  private static boolean isOf(Figure figure, Cell cell) {
    return figure.subject().equals(cell.subject())
        && figure.shape().equals(cell.shape())
        && figure.operation().equals(cell.operation());
  }

  /** One divided by the other, both in their best ways, round by round, in ascending order. */
  double[] ratios(Cell one, Cell other, ToDoubleFunction<Figure> figure) {
    double[] above = rounds(one, figure);
    double[] below = rounds(other, figure);
    double[] ratios = new double[Math.min(above.length, below.length)];
    Arrays.setAll(ratios, i -> above[i] / below[i]);
    Arrays.sort(ratios);
    return ratios;
  }

  private double[] rounds(Cell cell, ToDoubleFunction<Figure> figure) {
    String way = bestWay(cell);
    return figures.stream()
        .filter(one -> isOf(one, cell) && one.way().equals(way))
        .sorted(Comparator.comparingInt(Figure::round))
        .mapToDouble(figure)
        .toArray();
  }

  /** The number of the last round. */
  int rounds() {
    return figures.stream().mapToInt(Figure::round).max().orElse(0);
  }
}
