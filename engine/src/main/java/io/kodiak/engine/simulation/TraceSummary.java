package io.kodiak.engine.simulation;

import io.kodiak.engine.storage.OutsideFiles;
import io.kodiak.engine.storage.ReadableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What the writes of a live table were like, told from a recorded trace: everything that a
 * simulation needs to go on with writes of the same kind.
 *
 * @param writes puts and deletes that the trace counted, at least 1
 * @param deletes how many of them were deletes
 * @param keyBytes bytes of all their keys
 * @param valueBytes bytes of all values
 * @param analysed how many of the writes the classes were found from: the first ones
 * @param share the share of the keys that the sample of these had, 0 to 1
 * @param sampledWrites how many of them the sample had
 * @param sampledKeys how many different keys it had
 * @param lost writes that the sample lacks, as the file was too slow
 * @param classes how popular the keys are, those written most often first; the shares add up to 1.
 *     With them as many consecutive writes have as many different keys as in the trace
 * @param newKeys where keys lie that are written for the first time
 * @param intervals the rate of the writes over time, at most a few hundred; without gaps
 * @param ignoredBytes what the file has behind its last whole frame: more than 0 after a crash
 */
public record TraceSummary(
    long writes,
    long deletes,
    long keyBytes,
    long valueBytes,
    long analysed,
    double share,
    long sampledWrites,
    long sampledKeys,
    long lost,
    List<KeyClass> classes,
    NewKeys newKeys,
    List<Interval> intervals,
    long ignoredBytes) {
  /** Where keys lie that are written for the first time. */
  public enum NewKeys {
    /** At least nine of ten above all earlier ones. */
    RISING,
    /** At least nine of ten below all earlier ones. */
    FALLING,
    /** Among the others, or there are too few to tell. */
    ANYWHERE
  }

  /**
   * Writes over some time.
   *
   * @param beginMillis when it begins, in milliseconds since 1970 UTC
   * @param endMillis when it ends
   * @param writes puts and deletes
   * @param bytes bytes of their keys and values
   */
  public record Interval(long beginMillis, long endMillis, long writes, long bytes) {
    /** Bytes of keys and values a second. */
    public double rate() {
      return bytes * 1_000.0 / Math.max(1, endMillis - beginMillis);
    }
  }

  /** Copies the lists. */
  public TraceSummary {
    classes = List.copyOf(classes);
    intervals = List.copyOf(intervals);
  }

  /**
   * Reads a trace. One that is being recorded, or that a crash cut, is read as far as it is whole.
   *
   * @throws io.kodiak.api.CorruptionException when it is no trace, or damaged, or has no writes
   * @throws java.nio.file.NoSuchFileException when there is no such file
   */
  public static TraceSummary read(Path file) throws IOException {
    try (ReadableFile opened = OutsideFiles.open(file)) {
      return read(opened);
    }
  }

  static TraceSummary read(ReadableFile file) throws IOException {
    return new TraceAnalysis(file).summary();
  }

  /** The share of the writes that have a key that was not written before, 0 to 1. */
  public double newShare() {
    double share = 0;
    for (KeyClass each : classes) {
      share += each.isEndless() ? each.share() : 0;
    }
    return share;
  }

  /** How many keys there are beside new ones, at least 1. */
  public double keys() {
    double keys = 0;
    for (KeyClass each : classes) {
      keys += each.isEndless() ? 0 : each.keys();
    }
    return Math.max(1, keys);
  }

  /** Bytes of keys and values a second, over the whole trace. */
  public double meanRate() {
    Interval last = intervals.get(intervals.size() - 1);
    long begin = intervals.get(0).beginMillis();
    return new Interval(begin, last.endMillis(), writes, keyBytes + valueBytes).rate();
  }

  /** Bytes of keys and values a second, in the busiest of the {@link #intervals}. */
  public double busiestRate() {
    double most = 0;
    for (Interval interval : intervals) {
      most = Math.max(most, interval.rate());
    }
    return most;
  }
}
