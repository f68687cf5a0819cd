package io.kodiak.benchmarks.memtable;

import io.kodiak.benchmarks.base.Median;
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
    return Median.of(list.stream().mapToDouble(figure).toArray());
  }
}
