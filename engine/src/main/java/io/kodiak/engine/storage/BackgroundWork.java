package io.kodiak.engine.storage;

/** Manners of threads that flush and merge. */
public final class BackgroundWork {
  private BackgroundWork() {}

  /**
   * Lets writers and readers go first when all processors are busy; to be called every tenth of a
   * millisecond or so. Otherwise one of them may wait until the time slice of the caller has ended,
   * 4 to 8 ms on Linux. Nothing depends on it but latency. Not for what writers wait for
   * themselves, as the next segment of the log.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  public static void giveWay() {
    Thread.yield();
  }
}
