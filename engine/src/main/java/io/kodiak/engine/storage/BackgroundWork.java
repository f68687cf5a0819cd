package io.kodiak.engine.storage;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Manners of threads that flush and merge. */
public final class BackgroundWork {
  private static final ThreadLocal<@Nullable BooleanSupplier> URGENT = new ThreadLocal<>();

  private BackgroundWork() {}

  /**
   * Lets writers and readers go first when all processors are busy; to be called every tenth of a
   * millisecond or so. Otherwise one of them may wait until the time slice of the caller has ended,
   * 4 to 8 ms on Linux. Nothing depends on it but latency. Not for what writers wait for
   * themselves, as the next segment of the log.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  public static void giveWay() {
    if (!isUrgent()) {
      Thread.yield();
    }
  }

  /** Whether writers wait for this thread, so that it does not give way. */
  public static boolean isUrgent() {
    BooleanSupplier urgent = URGENT.get();
    return urgent != null && urgent.getAsBoolean();
  }

  /**
   * Sets when writers wait for what this thread does. If it gave way then, merges would go first as
   * well.
   */
  public static void urgentWhen(BooleanSupplier condition) {
    URGENT.set(condition);
  }

  /** Lets this thread always give way again. */
  public static void neverUrgent() {
    URGENT.remove();
  }
}
