package io.kodiak.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Threads of one test that all must end well. */
final class Threads {
  private final List<Thread> threads = new ArrayList<>();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  /** Work that may throw anything. */
  interface Work {
    void run() throws Exception;
  }

  void start(String name, Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (Throwable failure) {
                failures.add(failure);
              }
            },
            name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  /** Waits for all threads; fails with the first failure, the others attached. */
  void join() {
    for (Thread thread : threads) {
      boolean ended = false;
      while (!ended) {
        try {
          thread.join();
          ended = true;
        } catch (InterruptedException e) {
          throw new AssertionError("interrupted while waiting for " + thread.getName(), e);
        }
      }
    }
    Throwable first = failures.poll();
    if (first != null) {
      AssertionError error = new AssertionError("a thread of the test failed: " + first, first);
      failures.forEach(error::addSuppressed);
      throw error;
    }
  }
}
