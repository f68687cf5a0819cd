package io.kodiak.benchmarks.workload;

import static io.kodiak.benchmarks.workload.Result.Unit.MEGABYTES;
import static io.kodiak.benchmarks.workload.Result.Unit.MILLIS;
import static io.kodiak.benchmarks.workload.Result.Unit.TIMES;

import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.StoreOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Workloads that write. */
final class FillWorkloads {
  /** Threads of the workloads with several writers. */
  private static final int WRITERS = 8;

  private FillWorkloads() {}

  /** Writes all entries in the order of their keys. */
  static List<Result> sequential(Session session) {
    Dataset data = session.data();
    int[] order = new int[data.entries()];
    Arrays.setAll(order, i -> i);
    try (Store store = session.open("fillseq", session.sizing().storeOptions())) {
      Filling.Outcome outcome =
          session.profile().around("fillseq", () -> Filling.fill(store, data, order, 0));
      store.settle();
      Filling.check(store, data, 0);
      return List.of(rate("fillseq", outcome, store.shape()));
    } finally {
      session.delete("fillseq");
    }
  }

  /** Writes all entries in a random order: the first generation of the main store. */
  static List<Result> random(Session session) {
    return generation(session, "fillrandom", 0);
  }

  /** Writes all entries of the main store once more, in another random order. */
  static List<Result> overwrite(Session session) {
    session.main(session.sizing().storeOptions(), 1);
    return generation(session, "overwrite", 1);
  }

  private static List<Result> generation(Session session, String name, int generation) {
    if (session.generations() != generation) {
      throw new IllegalStateException(name + " runs once, before what reads the main store");
    }
    Dataset data = session.data();
    Store store = session.reopen(session.sizing().storeOptions());
    int[] order = data.order(generation);
    Stopwatch settled = new Stopwatch();
    Filling.Outcome outcome =
        session.profile().around(name, () -> Filling.fill(store, data, order, generation));
    session.written();
    store.settle();
    settled.stop();
    session.noteTableBytes();
    Filling.check(store, data, generation);
    return List.of(
        rate(name, outcome, store.shape()),
        Result.rate(name + "-settled", outcome.writes(), settled, null, "with flush, compaction"));
  }

  /** One writer, any number of entries, nothing forced; eight of them. */
  static List<Result> randomParallel(Session session) {
    return parallel(session, "fillrandom-8", false, WRITERS, Long.MAX_VALUE);
  }

  /** One writer that waits for the device with every write. */
  static List<Result> synced(Session session) {
    return parallel(session, "fillsync", true, 1, measureNanos(session));
  }

  /** Eight writers that wait for the device with every write. */
  static List<Result> syncedParallel(Session session) {
    return parallel(session, "fillsync-8", true, WRITERS, measureNanos(session));
  }

  private static long measureNanos(Session session) {
    return session.sizing().measureMillis() * 1_000_000L;
  }

  private static List<Result> parallel(
      Session session, String name, boolean sync, int threads, long maxNanos) {
    Dataset data = session.data();
    StoreOptions options = session.sizing().storeOptions().withSync(sync);
    int[] order = data.order(2);
    try (Store store = session.open(name, options)) {
      Filling.Outcome outcome =
          session
              .profile()
              .around(name, () -> Filling.fillParallel(store, data, order, threads, maxNanos));
      store.settle();
      return List.of(rate(name, outcome, threads + " threads, " + outcome.writes() + " writes"));
    } finally {
      session.delete(name);
    }
  }

  private static Result rate(String name, Filling.Outcome outcome, String detail) {
    return Result.rate(name, outcome.writes(), outcome.time(), outcome.latencies(), detail);
  }

  /** What the main store takes on disk, and what was written to get there. */
  static List<Result> space(Session session) {
    Store store = session.main(session.sizing().storeOptions(), 2);
    double user = (double) session.data().bytes() * session.generations();
    return List.of(
        Result.of("disk", MEGABYTES, session.tableFileBytes("main") / 1e6, store.shape()),
        Result.of("write-amp", TIMES, session.tableBytesWritten() / user, "without the log"));
  }

  /** Merges the whole main store into its deepest level. */
  static List<Result> compact(Session session) {
    Store store = session.main(session.sizing().storeOptions(), 2);
    long begin = System.nanoTime();
    session
        .profile()
        .around(
            "compact",
            () -> {
              store.compact();
              return null;
            });
    double millis = (System.nanoTime() - begin) / 1e6;
    store.settle();
    Filling.check(store, session.data(), session.generations() - 1);
    String size = String.format(Locale.ROOT, "%.1f MB raw", session.data().bytes() / 1e6);
    return List.of(
        Result.of("compact", MILLIS, millis, store.shape()),
        Result.of("disk-compacted", MEGABYTES, session.tableFileBytes("main") / 1e6, size));
  }
}
