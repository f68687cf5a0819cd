package io.kodiak.benchmarks.format;

import io.kodiak.benchmarks.base.Median;
import io.kodiak.benchmarks.workload.Stopwatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures the operations of one subject. Whatever is read is compared with what was written; a
 * wrong result ends it.
 */
final class FormatSession {
  /** Lookups between two looks at the clock. */
  private static final int BATCH = 1_000;

  private static final int CHECKED = 5_000;
  private static final int FEWEST = 3;

  /** The smallest blocks have about 30 rows. */
  private static final int FILL_STEP = 16;

  /** Whole files written before the first that counts: the compiler learns from large ones, too. */
  private static final int WRITE_WARM_UP = 2;

  /** A figure of one way to do an operation. */
  record Cost(String way, double nanos, double cpuNanos) {}

  /** How long to measure. */
  record Effort(int warmupMillis, int measureMillis, int opens) {}

  private final Subject subject;
  private final Rows rows;
  private final Effort effort;
  private final Tally all;
  private final int[] order;

  FormatSession(Subject subject, Rows rows, long seed, Effort effort) {
    this.subject = subject;
    this.rows = rows;
    this.effort = effort;
    this.all = rows.all();
    this.order = rows.order(seed + 1);
  }

  /** Measures an operation with files of a shape; a shape begins with {@link Operation#WRITE}. */
  List<Cost> run(FileShape shape, Operation operation) throws IOException {
    List<Cost> costs = new ArrayList<>();
    for (String way : subject.ways(operation)) {
      costs.add(
          switch (operation) {
            case WRITE -> write(shape);
            case SIZE -> new Cost(way, subject.bytes(), 0);
            case OPEN -> open(way);
            case SCAN, DECODE -> scan(operation, way);
            case GET -> lookUp(way, 0);
            case GET_CACHED -> lookUp(way, 6L * rows.count() * (Rows.KEY_BYTES + Rows.VALUE_BYTES));
          });
    }
    return costs;
  }

  private Cost write(FileShape shape) throws IOException {
    for (int i = 0; i < WRITE_WARM_UP; i++) {
      subject.write(rows, shape);
    }
    List<Stopwatch> times = new ArrayList<>();
    for (int i = 0; i < FEWEST; i++) {
      subject.delete();
      Stopwatch time = new Stopwatch();
      subject.write(rows, shape);
      times.add(time.stop());
    }
    check();
    return cost("", times, rows.count());
  }

  private static Cost cost(String way, List<Stopwatch> times, double operations) {
    double nanos = Median.of(times.stream().mapToDouble(Stopwatch::wallNanos).toArray());
    double cpu = Median.of(times.stream().mapToDouble(Stopwatch::cpuNanos).toArray());
    return new Cost(way, nanos / operations, cpu / operations);
  }

  /** Compares some rows byte by byte, in every way to look them up. */
  private void check() throws IOException {
    for (String way : subject.ways(Operation.GET)) {
      try (OpenedFile file = subject.open(way, 0)) {
        for (int i = 0; i < Math.min(CHECKED, rows.count()); i++) {
          byte[] value = file.value(rows.key(order[i]));
          if (value == null || !rows.isValue(order[i], value)) {
            throw new IllegalStateException(
                subject.name() + " " + way + " gave a wrong value for row " + order[i]);
          }
        }
      }
    }
  }

  /** Each opening is timed alone, so that what closing costs does not count. */
  private Cost open(String way) throws IOException {
    double[] nanos = new double[effort.opens()];
    for (int i = -effort.opens() / 3; i < nanos.length; i++) {
      long begin = System.nanoTime();
      OpenedFile file = subject.open(way, 0);
      long end = System.nanoTime();
      file.close();
      if (i >= 0) {
        nanos[i] = end - begin;
      }
    }
    return new Cost(way, Median.of(nanos), 0);
  }

  private Cost scan(Operation operation, String way) throws IOException {
    List<Stopwatch> times = new ArrayList<>();
    try (OpenedFile file = subject.open(way, 0)) {
      scanOnce(operation, file);
      long end = System.nanoTime() + effort.measureMillis() * 1_000_000L;
      while (times.size() < FEWEST || System.nanoTime() < end) {
        Stopwatch time = new Stopwatch();
        scanOnce(operation, file);
        times.add(time.stop());
      }
    }
    return cost(way, times, rows.count());
  }

  private void scanOnce(Operation operation, OpenedFile file) throws IOException {
    Tally tally = new Tally();
    if (operation == Operation.DECODE && file instanceof KodiakOpenedFile kodiak) {
      kodiak.decode(tally);
    } else {
      file.scan(tally);
    }
    tally.check(all, "a scan by " + subject.name());
  }

  private Cost lookUp(String way, long cacheBytes) throws IOException {
    try (OpenedFile file = subject.open(way, cacheBytes)) {
      int at = 0;
      if (cacheBytes > 0) {
        // Twice, as a cache may look at a block's second use.
        fill(file);
        fill(file);
      }
      long end = System.nanoTime() + effort.warmupMillis() * 1_000_000L;
      while (System.nanoTime() < end) {
        at = lookUp(file, at, BATCH);
      }
      long operations = 0;
      end = System.nanoTime() + effort.measureMillis() * 1_000_000L;
      Stopwatch time = new Stopwatch();
      int first = at;
      Tally tally = new Tally();
      do {
        int to = Math.min(order.length, at + BATCH);
        file.lookUp(rows, order, at, to, tally);
        operations += to - at;
        at = to == order.length ? 0 : to;
      } while (System.nanoTime() < end);
      time.stop();
      tally.check(expected(first, operations), "lookups by " + subject.name());
      return cost(way, List.of(time), (double) operations);
    }
  }

  /** Looks up some rows of every block. */
  private void fill(OpenedFile file) throws IOException {
    int[] spread = new int[(rows.count() + FILL_STEP - 1) / FILL_STEP];
    Arrays.setAll(spread, i -> i * FILL_STEP);
    Tally tally = new Tally();
    file.lookUp(rows, spread, 0, spread.length, tally);
    tally.check(rows.some(spread, 0, spread.length), "lookups by " + subject.name());
  }

  private int lookUp(OpenedFile file, int from, int count) throws IOException {
    int to = Math.min(order.length, from + count);
    Tally tally = new Tally();
    file.lookUp(rows, order, from, to, tally);
    tally.check(rows.some(order, from, to), "lookups by " + subject.name());
    return to == order.length ? 0 : to;
  }

  private Tally expected(int first, long operations) {
    Tally tally = new Tally();
    int at = first;
    for (long i = 0; i < operations; i++) {
      tally.value(rows.values(), Rows.valueStart(order[at]), Rows.VALUE_BYTES);
      at = at + 1 == order.length ? 0 : at + 1;
    }
    return tally;
  }
}
