package io.kodiak.engine.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The threads that compact in a simulation. As in the engine, each compaction has one, and those
 * that are left over help with large ones, the most urgent first. For one thread.
 */
final class CompactionThreads {
  private static final Comparator<RunningCompaction> URGENT =
      Comparator.comparingInt((RunningCompaction each) -> each.plan().priority()).reversed();

  private final Environment environment;
  private final List<RunningCompaction> running = new ArrayList<>();

  CompactionThreads(Environment environment) {
    this.environment = environment;
  }

  /** What runs, the most urgent first. */
  List<RunningCompaction> running() {
    return running;
  }

  boolean areIdle() {
    return running.isEmpty();
  }

  /** Whether one may begin that has more than this priority, or just this and a thread rests. */
  boolean haveRoomFor(int priority) {
    if (running.size() == environment.threads()) {
      return false;
    }
    int busy = 0;
    boolean givesWay = false;
    for (RunningCompaction each : running) {
      busy += each.threads();
      givesWay |= each.threads() > 1 && each.plan().priority() < priority;
    }
    return busy < environment.threads() || givesWay;
  }

  /** Whether no more than those that run can begin, however urgent. */
  boolean areFull() {
    return running.size() == environment.threads();
  }

  void begin(RunningCompaction compaction) {
    running.add(compaction);
    running.sort(URGENT);
    assign();
  }

  private void assign() {
    int spare = environment.threads() - running.size();
    for (RunningCompaction each : running) {
      int helping = Math.min(spare, each.parts() - 1);
      each.workOn(1 + helping);
      spare -= helping;
    }
  }

  /** In how many seconds the next one ends; infinite: none runs. */
  double secondsToNext() {
    double seconds = Double.POSITIVE_INFINITY;
    for (RunningCompaction each : running) {
      seconds = Math.min(seconds, each.secondsLeft(rate()));
    }
    return seconds;
  }

  /** Lets time pass, in which none ends. */
  void pass(double seconds) {
    for (RunningCompaction each : running) {
      each.pass(seconds, rate());
    }
  }

  /** Takes out the one that ends next. */
  @Nullable RunningCompaction end() {
    RunningCompaction first = null;
    for (RunningCompaction each : running) {
      if (first == null || each.secondsLeft(rate()) < first.secondsLeft(rate())) {
        first = each;
      }
    }
    if (first != null) {
      running.remove(first);
      assign();
    }
    return first;
  }

  /** What one thread reads in a second; as much is taken to be written. */
  private double rate() {
    int busy = 0;
    for (RunningCompaction each : running) {
      busy += each.threads();
    }
    double allowed = environment.compactionLimit() / 2 / Math.max(1, busy);
    return Math.min(environment.compactionRate(), allowed);
  }
}
