package io.kodiak.benchmarks.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.Walk;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/** Loops that write entries and look whether they arrived. */
final class Filling {
  private Filling() {}

  /** How a fill went: every write was timed. */
  record Outcome(long writes, Stopwatch time, Histogram latencies) {}

  /** Writes the entries in the given order. */
  static Outcome fill(Store store, Dataset data, int[] order, int generation) {
    return fill(store, data, order, 0, order.length, 1, generation, Long.MAX_VALUE);
  }

  /** Writes every {@code step}-th entry of the order until {@code to} or the deadline. */
  private static Outcome fill(
      Store store,
      Dataset data,
      int[] order,
      int from,
      int to,
      int step,
      int generation,
      long maxNanos) {
    Histogram latencies = Latencies.histogram();
    byte[] key = new byte[Dataset.KEY_BYTES];
    byte[] value = new byte[Dataset.VALUE_BYTES];
    Stopwatch time = new Stopwatch();
    long begin = System.nanoTime();
    long last = begin;
    long writes = 0;
    for (int i = from; i < to && last - begin < maxNanos; i += step) {
      data.key(order[i], key);
      data.value(order[i], generation, value);
      store.put(key, value);
      long now = System.nanoTime();
      Latencies.record(latencies, now - last);
      last = now;
      writes++;
    }
    return new Outcome(writes, time.stop(), latencies);
  }

  /**
   * Writes the entries in the given order by several threads, until there are none left or the time
   * is over; then reads every entry that was acknowledged.
   */
  static Outcome fillParallel(Store store, Dataset data, int[] order, int threads, long maxNanos) {
    List<Callable<Outcome>> tasks = new ArrayList<>();
    for (int t = 0; t < threads; t++) {
      int from = t;
      tasks.add(() -> fill(store, data, order, from, order.length, threads, 0, maxNanos));
    }
    List<Outcome> parts = new ArrayList<>();
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    Stopwatch time = new Stopwatch();
    try {
      for (Future<Outcome> part : pool.invokeAll(tasks)) {
        parts.add(part.get());
      }
      time.stop();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("a writing thread failed", e);
    } finally {
      pool.shutdownNow();
    }
    Histogram latencies = Latencies.histogram();
    long writes = 0;
    for (int t = 0; t < threads; t++) {
      latencies.add(parts.get(t).latencies());
      writes += parts.get(t).writes();
      checkAcknowledged(store, data, order, t, threads, parts.get(t).writes());
    }
    return new Outcome(writes, time, latencies);
  }

  private static void checkAcknowledged(
      Store store, Dataset data, int[] order, int from, int step, long writes) {
    byte[] key = new byte[Dataset.KEY_BYTES];
    for (int i = 0; i < writes; i++) {
      data.key(order[from + i * step], key);
      Reading.expect(data, order[from + i * step], 0, store.get(key));
    }
  }

  /** Walks over everything and compares it with what it should be. */
  static void check(Store store, Dataset data, int generation) {
    try (Walk walk = store.walk(Store.Direction.ASCENDING)) {
      int entry = 0;
      while (walk.next()) {
        if (data.entry(walk.key()) != entry) {
          throw new WrongResultException(
              "entry " + entry + " is missing, found the key " + new String(walk.key(), UTF_8));
        }
        Reading.expect(data, entry, generation, walk.value());
        entry++;
      }
      if (entry != data.entries()) {
        throw new WrongResultException(
            "a walk met " + entry + " entries instead of " + data.entries());
      }
    }
  }
}
