package io.kodiak.benchmarks.workload;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Samples the stacks of the measured part of a workload with JDK Flight Recorder and prints where
 * its time and its garbage come from.
 */
public abstract sealed class Profile {
  /** Runs {@code work}, watched. */
  public abstract <T> T around(String name, Supplier<T> work);

  /** Watches nothing. */
  public static Profile off() {
    return new Off();
  }

  /** Watches everything and prints to {@code out}. */
  public static Profile printing(PrintStream out) {
    return new Printing(out);
  }

  private static final class Off extends Profile {
    @Override
    public <T> T around(String name, Supplier<T> work) {
      return work.get();
    }
  }

  private static final class Printing extends Profile {
    private static final int SHOWN = 25;

    private final PrintStream out;

    Printing(PrintStream out) {
      this.out = out;
    }

    @Override
    public <T> T around(String name, Supplier<T> work) {
      try (Recording recording = new Recording()) {
        recording.enable("jdk.ExecutionSample").withPeriod(Duration.ofMillis(10));
        recording.enable("jdk.NativeMethodSample").withPeriod(Duration.ofMillis(20));
        recording.enable("jdk.ObjectAllocationSample").with("throttle", "500/s");
        recording.enable("jdk.GCPhasePause");
        recording.start();
        T result = work.get();
        recording.stop();
        Path file = Files.createTempFile("kodiak-bench", ".jfr");
        try {
          recording.dump(file);
          print(name, RecordingFile.readAllEvents(file));
        } finally {
          Files.delete(file);
        }
        return result;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void print(String name, List<RecordedEvent> events) {
      Tally lines = new Tally();
      Tally own = new Tally();
      Tally callers = new Tally();
      Tally threads = new Tally();
      Tally garbage = new Tally();
      Duration pauses = Duration.ZERO;
      for (RecordedEvent event : events) {
        String type = event.getEventType().getName();
        if (type.equals("jdk.GCPhasePause")) {
          pauses = pauses.plus(event.getDuration());
        } else if (type.equals("jdk.ObjectAllocationSample")) {
          garbage.add(allocation(event), event.getLong("weight"));
        } else if (event.getStackTrace() != null) {
          stack(event, lines, own, callers);
          threads.add(event.getThread("sampledThread").getJavaName(), 1);
        }
      }
      out.println();
      out.println("== " + name + ": " + pauses.toMillis() + " ms in pauses of the collector");
      threads.print(out, "threads (samples)", SHOWN);
      lines.print(out, "top of stack (samples)", SHOWN);
      own.print(out, "topmost line of Kodiak (samples)", SHOWN);
      callers.print(out, "methods of Kodiak anywhere on the stack (samples)", SHOWN);
      garbage.print(out, "allocation (bytes, estimated)", SHOWN);
    }

    private static void stack(RecordedEvent event, Tally lines, Tally own, Tally callers) {
      List<RecordedFrame> frames = event.getStackTrace().getFrames();
      lines.add(line(frames.get(0)), 1);
      Set<String> seen = new HashSet<>();
      for (RecordedFrame frame : frames) {
        if (isKodiak(frame)) {
          if (seen.isEmpty()) {
            own.add(line(frame), 1);
          }
          seen.add(method(frame));
        }
      }
      seen.forEach(method -> callers.add(method, 1));
      callers.total(lines.total);
    }

    private static boolean isKodiak(RecordedFrame frame) {
      String type = frame.getMethod().getType().getName();
      return type.startsWith("io.kodiak.") && !type.startsWith("io.kodiak.benchmarks.");
    }

    private static String line(RecordedFrame frame) {
      return method(frame) + ":" + frame.getLineNumber();
    }

    private static String allocation(RecordedEvent event) {
      RecordedClass type = event.getClass("objectClass");
      List<RecordedFrame> frames =
          event.getStackTrace() == null ? List.of() : event.getStackTrace().getFrames();
      StringBuilder text = new StringBuilder(type.getName());
      for (RecordedFrame frame : frames.subList(0, Math.min(3, frames.size()))) {
        text.append(" < ").append(line(frame));
      }
      return text.toString();
    }

    private static String method(RecordedFrame frame) {
      RecordedMethod method = frame.getMethod();
      String type = method.getType().getName();
      return type.substring(type.lastIndexOf('.') + 1) + "." + method.getName();
    }
  }

  /** Sums by name. */
  private static final class Tally {
    private final Map<String, Long> sums = new HashMap<>();
    private long total;

    void add(String name, long amount) {
      sums.merge(name, amount, Long::sum);
      total += amount;
    }

    /** Sets what counts as all of it. */
    void total(long amount) {
      total = amount;
    }

    void print(PrintStream out, String title, int shown) {
      out.printf(Locale.ROOT, "-- %s: %,d%n", title, total);
      sums.entrySet().stream()
          .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
          .limit(shown)
          .forEach(
              entry ->
                  out.printf(
                      Locale.ROOT,
                      "   %5.1f %%  %s%n",
                      100.0 * entry.getValue() / total,
                      entry.getKey()));
    }
  }
}
