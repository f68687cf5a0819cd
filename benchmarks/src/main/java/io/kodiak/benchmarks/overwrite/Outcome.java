package io.kodiak.benchmarks.overwrite;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one contender did in one round.
 *
 * @param contender who it was
 * @param round from 1
 * @param figures every figure
 * @param samples how it went
 */
record Outcome(Contender contender, int round, Map<Figure, Double> figures, List<Sample> samples) {
  /** Copies what it is given. */
  Outcome {
    figures = Map.copyOf(figures);
    samples = List.copyOf(samples);
  }

  /** What is measured. */
  enum Figure {
    /** Overwrites in a second. */
    THROUGHPUT,
    /** Overwrites in a second with the flush and the compactions that follow. */
    SETTLED_THROUGHPUT,
    /** Processor time for each overwrite, of all threads, in microseconds. */
    CPU,
    /** Half of the puts took no longer, in microseconds. */
    P50,
    /** 99 % of them. */
    P99,
    /** 99.9 % of them. */
    P999,
    /** 99.99 % of them. */
    P9999,
    /** All of them. */
    WORST,
    /** The share of the time that was spent in puts of more than a millisecond. */
    HELD_BACK,
    /** Bytes written to table files for each byte of the user. */
    WRITE_AMPLIFICATION,
    /** The same after the store was left alone for a while. */
    RESTED_WRITE_AMPLIFICATION,
    /** Bytes of table files for each byte that a full merge leaves: mean of the second half. */
    SPACE_AMPLIFICATION,
    /** The same at the worst of these samples. */
    WORST_SPACE_AMPLIFICATION,
    /** The same after the last compaction that was due. */
    SETTLED_SPACE_AMPLIFICATION,
    /** The same after the store was left alone for a while. */
    RESTED_SPACE_AMPLIFICATION,
    /** Sorted runs, mean of the second half. */
    RUNS,
    /** Bytes of table files that compactions read in a second, in millions, until the last put. */
    MERGED_MEGABYTES_A_SECOND,
    /** Bytes of all table files after a full merge, in millions. */
    COMPACTED_MEGABYTES
  }

  /**
   * One moment.
   *
   * @param userBytes bytes of keys and values overwritten so far
   * @param tableBytesWritten bytes written to table files for them so far
   * @param tableBytes bytes of the table files of the tree then
   * @param runs its sorted runs then
   * @param seconds since the first overwrite
   */
  record Sample(long userBytes, long tableBytesWritten, long tableBytes, int runs, double seconds) {
    private List<Object> values() {
      return List.of(userBytes, tableBytesWritten, tableBytes, runs, seconds);
    }

    private static Sample of(List<? extends Number> values) {
      return new Sample(
          values.get(0).longValue(),
          values.get(1).longValue(),
          values.get(2).longValue(),
          values.get(3).intValue(),
          values.get(4).doubleValue());
    }
  }

  double figure(Figure figure) {
    return figures.getOrDefault(figure, Double.NaN);
  }

  /** As one line of JSON. */
  String json() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("contender", contender.label());
    fields.put("round", round);
    new EnumMap<>(figures).forEach((figure, value) -> fields.put(key(figure), value));
    fields.put("samples", samples.stream().map(Sample::values).toList());
    return ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise());
  }

  /** Reads what {@link #json} wrote. */
  static Outcome parse(String json) {
    Config fields = ConfigFactory.parseString(json);
    Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      if (fields.hasPath(key(figure))) {
        figures.put(figure, fields.getDouble(key(figure)));
      }
    }
    return new Outcome(
        Contender.of(fields.getString("contender")),
        fields.getInt("round"),
        figures,
        fields.getList("samples").stream()
            .map(list -> Sample.of(numbers(list.unwrapped())))
            .toList());
  }

  @SuppressWarnings("unchecked")
  private static List<? extends Number> numbers(Object list) {
    return (List<? extends Number>) list;
  }

  private static String key(Figure figure) {
    return figure.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
