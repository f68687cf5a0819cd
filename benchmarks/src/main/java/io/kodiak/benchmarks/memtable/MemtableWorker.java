package io.kodiak.benchmarks.memtable;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/**
 * The process in which one memtable is measured in one round: prints every figure as a line of
 * JSON. Whatever goes wrong ends it with a stack trace.
 */
public final class MemtableWorker {
  private static final int SMALL = 10_000;

  private MemtableWorker() {}

  /**
   * Measures.
   *
   * @param args memtable, kinds of keys, numbers of entries, warm-up and measuring time in
   *     milliseconds, seed, round; lists are separated by commas
   */
  public static void main(String[] args) {
    PrintStream out = System.out;
    // What a library prints must not end up among the results.
    System.setOut(System.err);
    String memtable = args[0];
    List<KeyShape> shapes = Arrays.stream(args[1].split(",")).map(KeyShape::of).toList();
    List<Integer> sizes = Arrays.stream(args[2].split(",")).map(Integer::valueOf).toList();
    Sampler sampler = new Sampler(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    long seed = Long.parseLong(args[5]);
    int round = Integer.parseInt(args[6]);
    for (KeyShape shape : shapes) {
      warmUp(memtable, new Entries(shape, SMALL, seed), sampler);
    }
    for (int size : sizes) {
      for (KeyShape shape : shapes) {
        Entries entries = new Entries(shape, size, seed);
        System.gc();
        new MemtableSession(
                memtable,
                entries,
                sampler,
                (operation, sample) -> {
                  Figure.Cell cell = new Figure.Cell(memtable, shape, size, operation);
                  out.println(new Figure(cell, round, sample).json());
                })
            .run();
      }
    }
  }

  /** Uses every kind of operation with every kind of keys, so that all of it gets compiled. */
  private static void warmUp(String memtable, Entries entries, Sampler sampler) {
    new MemtableSession(memtable, entries, sampler, (operation, sample) -> {}).run();
  }
}
