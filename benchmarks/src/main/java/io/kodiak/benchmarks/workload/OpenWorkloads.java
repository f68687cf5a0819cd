package io.kodiak.benchmarks.workload;

import static io.kodiak.benchmarks.workload.Result.Unit.MILLIS;

import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.StoreOptions;
import java.util.Arrays;
import java.util.List;

/** Workloads that open a store and read its first and its last entry. */
final class OpenWorkloads {
  private static final int REPEATS = 5;

  private OpenWorkloads() {}

  /** Opens the main store, of which nothing has to be recovered. */
  static List<Result> clean(Session session) {
    StoreOptions options = session.sizing().storeOptions();
    String shape = session.main(options, 2).shape();
    double[] millis = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      session.closeMain();
      long begin = System.nanoTime();
      Store store = session.reopen(options);
      ends(session.data(), store, session.data().entries(), session.generations() - 1);
      millis[i] = (System.nanoTime() - begin) / 1e6;
    }
    return List.of(Result.of("open", MILLIS, median(millis), shape));
  }

  /** Opens a store whose log holds most of a memtable and that has no table files. */
  static List<Result> recovery(Session session) {
    StoreOptions options = session.sizing().storeOptions();
    int entries = session.sizing().logEntries();
    Dataset data = new Dataset(entries, session.sizing().seed());
    try (Store store = session.open("log", options)) {
      Filling.fill(store, data, data.order(3), 0);
      if (!store.shape().isEmpty()) {
        throw new IllegalStateException(
            "the log was to be full and the tree empty, but it is " + store.shape());
      }
    }
    double[] millis = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      String copy = "log-copy";
      session.copy("log", copy);
      millis[i] = session.profile().around("recovery", () -> recover(session, copy, options, data));
      session.delete(copy);
    }
    session.delete("log");
    return List.of(Result.of("recovery", MILLIS, median(millis), entries + " entries in the log"));
  }

  private static double recover(Session session, String name, StoreOptions options, Dataset data) {
    long begin = System.nanoTime();
    try (Store store = session.open(name, options)) {
      ends(data, store, data.entries(), 0);
      double millis = (System.nanoTime() - begin) / 1e6;
      Filling.check(store, data, 0);
      return millis;
    }
  }

  private static void ends(Dataset data, Store store, int entries, int generation) {
    byte[] key = new byte[Dataset.KEY_BYTES];
    for (int entry : new int[] {0, entries - 1}) {
      data.key(entry, key);
      Reading.expect(data, entry, generation, store.get(key));
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
