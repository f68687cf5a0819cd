package io.kodiak.benchmarks.memtable;

/**
 * Repeats work until its time is used up, and takes the median.
 *
 * @param warmupMillis how long work runs before it is measured
 * @param measureMillis how long it is measured; longer when three samples take longer
 */
record Sampler(int warmupMillis, int measureMillis) {
  /** Long enough that looking at the clocks does not show. */
  private static final long BATCH_NANOS = 4_000_000;

  private static final int FEWEST = 3;

  /** What no one reads, so that nothing measured is dead code. */
  @SuppressWarnings("unused")
  private static volatile long sink;

  /** Work that consists of any number of equal operations. */
  @FunctionalInterface
  interface Batch {
    /** Runs so many operations, and returns something that depends on all of them. */
    long run(int operations);
  }

  /** A piece of work that times itself. */
  @FunctionalInterface
  interface Piece {
    /** Runs once. */
    Sample run();
  }

  /** Measures operations in batches of some milliseconds. */
  Sample batches(Batch batch) {
    int operations = 1;
    long end = System.nanoTime() + warmupMillis * 1_000_000L;
    long now;
    do {
      long begin = System.nanoTime();
      sink = batch.run(operations);
      now = System.nanoTime();
      if (now - begin < BATCH_NANOS) {
        operations *= 2;
      }
    } while (now < end);
    int size = operations;
    return pieces(
        FEWEST,
        () -> {
          ThreadClock clock = new ThreadClock();
          sink = batch.run(size);
          return clock.stop(size);
        });
  }

  /** Measures a whole that cannot be cut, such as a walk, after warming it up. */
  Sample whole(int operations, Batch batch) {
    long end = System.nanoTime() + warmupMillis * 1_000_000L;
    do {
      sink = batch.run(operations);
    } while (System.nanoTime() < end);
    return pieces(
        FEWEST,
        () -> {
          ThreadClock clock = new ThreadClock();
          sink = batch.run(operations);
          return clock.stop(operations);
        });
  }

  /** Measures once, without warming up. */
  static Sample once(int operations, Batch batch) {
    ThreadClock clock = new ThreadClock();
    sink = batch.run(operations);
    return clock.stop(operations);
  }

  /** Takes samples for the measuring time, at least {@code fewest}. */
  Sample pieces(int fewest, Piece piece) {
    Samples samples = new Samples();
    long end = System.nanoTime() + measureMillis * 1_000_000L;
    do {
      samples.add(piece.run());
    } while (samples.count() < fewest || System.nanoTime() < end);
    return samples.median();
  }
}
