package io.kodiak.benchmarks.workload;

import io.kodiak.benchmarks.store.Store;
import io.kodiak.benchmarks.store.StoreOptions;
import io.kodiak.benchmarks.store.Walk;
import java.util.List;

/** Workloads that read the main store. */
final class ReadWorkloads {
  /** Entries read after each seek. */
  private static final int NEXTS = 10;

  private ReadWorkloads() {}

  /** Reads entries at random with a cache that holds everything. */
  static List<Result> random(Session session) {
    Store store = cached(session);
    return List.of(
        Reading.measure(session, "readrandom", Reading.get(session, store), store.shape()));
  }

  /** Reads entries at random with a cache for a tenth of the data. */
  static List<Result> randomSmallCache(Session session) {
    StoreOptions all = session.sizing().storeOptions();
    Store store = session.main(all.withCache(session.sizing().smallCacheBytes()), 2);
    return List.of(
        Reading.measure(
            session, "readrandom-10%", Reading.get(session, store), "cache: 10 % of the data"));
  }

  /** Looks at random for keys that nothing has, each between two that exist. */
  static List<Result> missing(Session session) {
    Store store = cached(session);
    return List.of(Reading.measure(session, "readmissing", Reading.getMissing(session, store), ""));
  }

  /** The main store with everything in its cache. */
  private static Store cached(Session session) {
    Store store = session.main(session.sizing().storeOptions(), 2);
    Dataset data = session.data();
    byte[] key = new byte[Dataset.KEY_BYTES];
    for (int entry = 0; entry < data.entries(); entry++) {
      data.key(entry, key);
      Reading.expect(data, entry, session.generations() - 1, store.get(key));
    }
    return store;
  }

  /** Walks upwards over everything and takes copies of keys and values. */
  static List<Result> sequential(Session session) {
    return walks(session, "readseq", Store.Direction.ASCENDING, Copying.COPIES);
  }

  /** Walks upwards over everything without making arrays. */
  static List<Result> sequentialInPlace(Session session) {
    return walks(session, "readseq-inplace", Store.Direction.ASCENDING, Copying.NONE);
  }

  /** Walks downwards over everything and takes copies of keys and values. */
  static List<Result> reverse(Session session) {
    return walks(session, "readreverse", Store.Direction.DESCENDING, Copying.COPIES);
  }

  private enum Copying {
    COPIES,
    NONE
  }

  private static List<Result> walks(
      Session session, String name, Store.Direction direction, Copying copying) {
    Store store = session.main(session.sizing().storeOptions(), 2);
    walkFor(session, store, direction, copying, session.sizing().warmupMillis());
    Stopwatch time = new Stopwatch();
    int millis = session.sizing().measureMillis();
    long entries =
        session.profile().around(name, () -> walkFor(session, store, direction, copying, millis));
    return List.of(Result.rate(name, entries, time.stop(), null, store.shape()));
  }

  private static long walkFor(
      Session session, Store store, Store.Direction direction, Copying copying, int millis) {
    Dataset data = session.data();
    long end = System.nanoTime() + millis * 1_000_000L;
    long entries = 0;
    do {
      try (Walk walk = store.walk(direction)) {
        long bytes = copying == Copying.COPIES ? copies(walk) : touches(walk);
        if (bytes != data.bytes()) {
          throw new WrongResultException(
              "a walk met " + bytes + " bytes instead of " + data.bytes());
        }
      }
      entries += data.entries();
    } while (System.nanoTime() < end);
    return entries;
  }

  private static long copies(Walk walk) {
    long bytes = 0;
    while (walk.next()) {
      bytes += walk.key().length + walk.value().length;
    }
    return bytes;
  }

  private static long touches(Walk walk) {
    long bytes = 0;
    while (walk.next()) {
      bytes += walk.touch();
    }
    return bytes;
  }

  /** Opens a walk at a random key and reads ten entries of it. */
  static List<Result> seekRandom(Session session) {
    Store store = cached(session);
    byte[] key = new byte[Dataset.KEY_BYTES];
    Reading.Read read =
        entry -> {
          session.data().key(entry, key);
          try (Walk walk = store.walkFrom(key)) {
            if (!walk.next()) {
              throw new WrongResultException("a seek found nothing");
            }
            nexts(session, walk, entry);
          }
        };
    return List.of(Reading.measure(session, "seekrandom", read, "a new iterator each"));
  }

  /** Seeks random keys with one walk and reads ten entries after each. */
  static List<Result> seekRandomReused(Session session) {
    Store store = cached(session);
    byte[] key = new byte[Dataset.KEY_BYTES];
    try (Walk walk = store.walk(Store.Direction.ASCENDING)) {
      Reading.Read read =
          entry -> {
            session.data().key(entry, key);
            if (!walk.seek(key)) {
              throw new WrongResultException("a seek found nothing");
            }
            nexts(session, walk, entry);
          };
      return List.of(Reading.measure(session, "seekrandom-reuse", read, "one iterator"));
    }
  }

  /** Checks the entry at which the walk stands and reads ten more, or up to the last. */
  private static void nexts(Session session, Walk walk, int entry) {
    Dataset data = session.data();
    int generation = session.generations() - 1;
    int last = Math.min(entry + NEXTS, data.entries() - 1);
    for (int at = entry; ; at++) {
      byte[] key = walk.key();
      Reading.expect(data, at, generation, walk.value());
      if (at == entry && data.entry(key) != entry) {
        throw new WrongResultException("a seek of entry " + entry + " went astray");
      }
      if (at == last) {
        return;
      }
      if (!walk.next()) {
        throw new WrongResultException("a walk ended at entry " + at);
      }
    }
  }
}
