package io.kodiak.benchmarks.workload;

import io.kodiak.benchmarks.store.Store;
import java.util.SplittableRandom;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Loops that read random entries for a given time, and check each of them. */
final class Reading {
  /** Reads between two looks at the clock that decides when to end. */
  private static final int CHUNK = 256;

  private Reading() {}

  /** One read; throws when the result is wrong. */
  @FunctionalInterface
  interface Read {
    void at(int entry);
  }

  /** Warms up, then measures reads of entries chosen at random. */
  static Result measure(Session session, String name, Read read, String detail) {
    Sizing sizing = session.sizing();
    SplittableRandom random = new SplittableRandom(sizing.seed());
    run(session.data(), read, random, sizing.warmupMillis(), Latencies.histogram());
    Histogram latencies = Latencies.histogram();
    Stopwatch time = new Stopwatch();
    long reads =
        session
            .profile()
            .around(
                name, () -> run(session.data(), read, random, sizing.measureMillis(), latencies));
    return Result.rate(name, reads, time.stop(), latencies, detail);
  }

  private static long run(
      Dataset data, Read read, SplittableRandom random, int millis, Histogram latencies) {
    long end = System.nanoTime() + millis * 1_000_000L;
    long reads = 0;
    while (System.nanoTime() < end) {
      for (int i = 0; i < CHUNK; i += Latencies.SAMPLING) {
        long before = System.nanoTime();
        read.at(random.nextInt(data.entries()));
        Latencies.record(latencies, System.nanoTime() - before);
        for (int j = 1; j < Latencies.SAMPLING; j++) {
          read.at(random.nextInt(data.entries()));
        }
      }
      reads += CHUNK;
    }
    return reads;
  }

  /** A read by key of an entry that exists. */
  static Read get(Session session, Store store) {
    Dataset data = session.data();
    int generation = session.generations() - 1;
    byte[] key = new byte[Dataset.KEY_BYTES];
    return entry -> {
      data.key(entry, key);
      expect(data, entry, generation, store.get(key));
    };
  }

  /** A read by key of an entry that does not exist. */
  static Read getMissing(Session session, Store store) {
    Dataset data = session.data();
    byte[] key = new byte[Dataset.KEY_BYTES];
    return entry -> {
      data.missingKey(entry, key);
      if (store.get(key) != null) {
        throw new WrongResultException("a key was found that was never written");
      }
    };
  }

  static void expect(Dataset data, int entry, int generation, byte @Nullable [] value) {
    if (value == null) {
      throw new WrongResultException("entry " + entry + " was not found");
    }
    if (!data.isValue(entry, generation, value)) {
      throw new WrongResultException("entry " + entry + " has a wrong value");
    }
  }
}
