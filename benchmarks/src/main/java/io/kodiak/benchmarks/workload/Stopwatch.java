package io.kodiak.benchmarks.workload;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The time between its making and its stop: of the clock, and of all threads on processors. */
public final class Stopwatch {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final long cpuBegin = SYSTEM.getProcessCpuTime();
  private final long wallBegin = System.nanoTime();
  private long wallNanos;
  private long cpuNanos;

  /** Begins. */
  public Stopwatch() {}

  /** Takes the time, and says itself. */
  public Stopwatch stop() {
    wallNanos = System.nanoTime() - wallBegin;
    cpuNanos = SYSTEM.getProcessCpuTime() - cpuBegin;
    return this;
  }

  /** By the clock. */
  public long wallNanos() {
    return wallNanos;
  }

  /** Of all threads of the process, in steps that may be as long as 10 ms. */
  public long cpuNanos() {
    return cpuNanos;
  }
}
