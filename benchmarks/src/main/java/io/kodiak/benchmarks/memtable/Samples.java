package io.kodiak.benchmarks.memtable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Samples of the same thing. */
final class Samples {
  private final List<Sample> list = new ArrayList<>();

  void add(Sample sample) {
    list.add(sample);
  }

  int count() {
    return list.size();
  }

  /** The median of every figure. */
  Sample median() {
    return new Sample(median(Sample::nanos), median(Sample::cpuNanos), median(Sample::allocated));
  }

  private double median(ToDoubleFunction<Sample> figure) {
    return median(list.stream().mapToDouble(figure).toArray());
  }

  /** The middle of the values, or the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
