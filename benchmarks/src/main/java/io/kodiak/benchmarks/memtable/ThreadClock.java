package io.kodiak.benchmarks.memtable;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Takes the time and the allocation of the current thread, from its making to its stop. */
final class ThreadClock {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long allocated = THREADS.getCurrentThreadAllocatedBytes();
  private final long cpu = THREADS.getCurrentThreadCpuTime();
  private final long wall = System.nanoTime();

  /** What each of so many operations has cost. */
  Sample stop(long operations) {
    double count = Math.max(1, operations);
    long now = System.nanoTime();
    return new Sample(
        (now - wall) / count,
        (THREADS.getCurrentThreadCpuTime() - cpu) / count,
        (THREADS.getCurrentThreadAllocatedBytes() - allocated) / count);
  }
}
