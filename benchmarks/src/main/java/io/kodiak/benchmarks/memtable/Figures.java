package io.kodiak.benchmarks.memtable;

import io.kodiak.benchmarks.base.Median;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Figures of several rounds; each cell has the median of its rounds. */
final class Figures {
  private final Map<Figure.Cell, Sample> medians = new LinkedHashMap<>();
  private final int rounds;

  Figures(Collection<Figure> figures) {
    Map<Figure.Cell, Samples> samples = new LinkedHashMap<>();
    for (Figure figure : figures) {
      samples.computeIfAbsent(figure.cell(), cell -> new Samples()).add(figure.sample());
    }
    samples.forEach((cell, list) -> medians.put(cell, list.median()));
    rounds = samples.values().stream().mapToInt(Samples::count).max().orElse(0);
  }

  /** The figure of a cell; {@code null} where nothing was measured. */
  @Nullable Sample of(Figure.Cell cell) {
    return medians.get(cell);
  }

  /** The plug-ins in alphabetical order, then the references. */
  List<String> memtables() {
    Stream<String> plugins =
        medians.keySet().stream()
            .map(Figure.Cell::memtable)
            .filter(name -> !Subjects.REFERENCES.contains(name))
            .sorted();
    Stream<String> references =
        Subjects.REFERENCES.stream()
            .filter(name -> medians.keySet().stream().anyMatch(c -> c.memtable().equals(name)));
    return Stream.concat(plugins, references).distinct().toList();
  }

  /** Kinds of keys, as they are declared. */
  List<KeyShape> shapes() {
    return medians.keySet().stream().map(Figure.Cell::keys).distinct().sorted().toList();
  }

  /** Numbers of entries, upwards. */
  List<Integer> sizes() {
    return medians.keySet().stream().map(Figure.Cell::entries).distinct().sorted().toList();
  }

  /** How many times its processor time a lookup took by the clock, in the middle of all cells. */
  double waiting() {
    double[] ratios =
        medians.entrySet().stream()
            .filter(entry -> entry.getKey().operation() == Operation.GET)
            .mapToDouble(entry -> entry.getValue().nanos() / entry.getValue().cpuNanos())
            .toArray();
    return ratios.length == 0 ? 1 : Median.of(ratios);
  }

  /** How often a cell was measured at most. */
  int rounds() {
    return rounds;
  }
}
