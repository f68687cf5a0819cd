package io.kodiak.benchmarks.workload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The time between its making and its stop: of the clock, and of all threads on processors. */
final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long cpuBegin = SYSTEM.getProcessCpuTime();
  private final long wallBegin = System.nanoTime();
  private long wallNanos;
  private long cpuNanos;

  /** Takes the time, and says itself. */
  Stopwatch stop() {
    wallNanos = System.nanoTime() - wallBegin;
    cpuNanos = SYSTEM.getProcessCpuTime() - cpuBegin;
    return this;
  }

  long wallNanos() {
    return wallNanos;
  }

  long cpuNanos() {
    return cpuNanos;
  }
}
