package io.kodiak.benchmarks.overwrite;

import io.kodiak.benchmarks.base.Directories;
import io.kodiak.benchmarks.overwrite.Outcome.Figure;
import io.kodiak.benchmarks.overwrite.Outcome.Sample;
import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.Walk;
import io.kodiak.benchmarks.workload.Dataset;
import io.kodiak.benchmarks.workload.Stopwatch;
import io.kodiak.benchmarks.workload.WrongResultException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;

/**
 * Fills a store, overwrites random entries of it as fast as it takes them, and looks what that took
 * and left. For one thread.
 */
final class OverwriteSession {
  private static final int SAMPLES = 200;
  private static final long HIGHEST_NANOS = 600_000_000_000L;
  private static final long LONG_NANOS = 1_000_000;

  private final Load load;
  private final Store store;
  private final Path directory;
  private final Duration rest;
  private final Dataset data;
  private final int[] generations;
  private final byte[] key = new byte[Dataset.KEY_BYTES];
  private final byte[] value = new byte[Dataset.VALUE_BYTES];
  private final Histogram latencies = new Histogram(HIGHEST_NANOS, 3);
  private final List<Sample> samples = new ArrayList<>();
  private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  private long longNanos;

  /**
   * @param rest for how long nobody writes before it is looked again what the store takes
   */
  OverwriteSession(Load load, Store store, Path directory, Duration rest) {
    this.rest = rest;
    this.load = load;
    this.store = store;
    this.directory = directory;
    this.data = new Dataset(load.keys(), load.seed());
    this.generations = new int[load.keys()];
  }

  /** Measures everything; the store is left fully merged. */
  Outcome run(Contender contender, int round) {
    fill();
    Directories.writeBack(directory);
    long before = store.tableBytesWritten();
    overwrite(before);
    double settled = store.tableBytes();
    check();
    rest(before);
    double rested = store.tableBytes();
    double compacted = compact();
    figures.put(Figure.SETTLED_SPACE_AMPLIFICATION, settled / compacted);
    figures.put(Figure.RESTED_SPACE_AMPLIFICATION, rested / compacted);
    amplifications(compacted);
    return new Outcome(contender, round, figures, samples);
  }

  private void fill() {
    for (int entry : data.order(0)) {
      put(entry);
    }
    store.settle();
  }

  private void put(int entry) {
    data.key(entry, key);
    data.value(entry, generations[entry], value);
    store.put(key, value);
  }

  private void overwrite(long before) {
    long mergedBefore = store.tableBytesMerged();
    SplittableRandom random = new SplittableRandom(load.seed());
    long perSample = Math.max(1, load.writes() / SAMPLES);
    Stopwatch settled = new Stopwatch();
    Stopwatch watch = new Stopwatch();
    long sampling = 0;
    long begin = System.nanoTime();
    long last = begin;
    for (long write = 1; write <= load.writes(); write++) {
      int entry = random.nextInt(load.keys());
      generations[entry]++;
      put(entry);
      long now = System.nanoTime();
      note(now - last);
      last = now;
      if (write % perSample == 0) {
        sample(write, before, (now - begin - sampling) / 1e9);
        last = System.nanoTime();
        sampling += last - now;
      }
    }
    watch.stop();
    double nanos = watch.wallNanos() - sampling;
    double merged = store.tableBytesMerged() - mergedBefore;
    figures.put(Figure.MERGED_MEGABYTES_A_SECOND, merged * 1e3 / nanos);
    store.settle();
    settled.stop();
    figures.put(Figure.THROUGHPUT, load.writes() * 1e9 / nanos);
    figures.put(Figure.SETTLED_THROUGHPUT, load.writes() * 1e9 / (settled.wallNanos() - sampling));
    figures.put(Figure.CPU, settled.cpuNanos() / 1e3 / load.writes());
    figures.put(Figure.HELD_BACK, longNanos / nanos);
    figures.put(Figure.WRITE_AMPLIFICATION, writeAmplification(before));
    latencies();
  }

  private double writeAmplification(long before) {
    return (store.tableBytesWritten() - before) / (double) userBytes(load.writes());
  }

  /** Lets the store do what it does while nobody writes. */
  private void rest(long before) {
    try {
      Thread.sleep(rest.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the store rested", e);
    }
    store.settle();
    figures.put(Figure.RESTED_WRITE_AMPLIFICATION, writeAmplification(before));
  }

  private void note(long nanos) {
    latencies.recordValue(Math.min(nanos, HIGHEST_NANOS));
    if (nanos > LONG_NANOS) {
      longNanos += nanos;
    }
  }

  private static long userBytes(long writes) {
    return writes * (Dataset.KEY_BYTES + Dataset.VALUE_BYTES);
  }

  private void sample(long write, long before, double seconds) {
    samples.add(
        new Sample(
            userBytes(write),
            store.tableBytesWritten() - before,
            store.tableBytes(),
            store.runs(),
            seconds));
  }

  private void latencies() {
    figures.put(Figure.P50, latencies.getValueAtPercentile(50) / 1e3);
    figures.put(Figure.P99, latencies.getValueAtPercentile(99) / 1e3);
    figures.put(Figure.P999, latencies.getValueAtPercentile(99.9) / 1e3);
    figures.put(Figure.P9999, latencies.getValueAtPercentile(99.99) / 1e3);
    figures.put(Figure.WORST, latencies.getMaxValue() / 1e3);
  }

  /** Merges everything and says how many bytes are left. */
  private double compact() {
    store.compact();
    store.settle();
    double compacted = store.tableBytes();
    check();
    figures.put(Figure.COMPACTED_MEGABYTES, compacted / 1e6);
    return compacted;
  }

  private void amplifications(double compacted) {
    double space = 0;
    double worst = 0;
    double runs = 0;
    int from = samples.size() / 2;
    for (Sample sample : samples.subList(from, samples.size())) {
      space += sample.tableBytes() / compacted;
      worst = Math.max(worst, sample.tableBytes() / compacted);
      runs += sample.runs();
    }
    int count = samples.size() - from;
    figures.put(Figure.SPACE_AMPLIFICATION, space / count);
    figures.put(Figure.WORST_SPACE_AMPLIFICATION, worst);
    figures.put(Figure.RUNS, runs / count);
  }

  /** Walks over everything and compares it with what was written last. */
  private void check() {
    try (Walk walk = store.walk(Store.Direction.ASCENDING)) {
      int entry = 0;
      while (walk.next()) {
        if (data.entry(walk.key()) != entry
            || !data.isValue(entry, generations[entry], walk.value())) {
          throw new WrongResultException("entry " + entry + " is missing or not the newest");
        }
        entry++;
      }
      if (entry != load.keys()) {
        throw new WrongResultException("a walk met " + entry + " of " + load.keys() + " entries");
      }
    }
  }
}
