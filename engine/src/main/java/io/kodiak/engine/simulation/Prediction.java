package io.kodiak.engine.simulation;

import java.util.List;

/**
 * What a simulation came to.
 *
 * @param userBytes bytes of keys and values written
 * @param flushedBytes bytes of the files of flushes
 * @param compactedBytes bytes of the files that compactions wrote, moves left out
 * @param compactions merges done
 * @param moves files moved to another level without rewriting
 * @param files how many files there are, on average over the second half of the writes
 * @param spaceAmplification bytes of all files for each byte of what a full merge would leave, over
 *     the second half of the writes
 * @param worstSpaceAmplification the worst of that, over the second half
 * @param readAmplification runs that may hold a key, over the second half
 * @param stalledShare the share of the time that writers were held back, 0 to 1
 * @param seconds how long the writes took
 * @param samples how it went, at most a few hundred
 */
public record Prediction(
    double userBytes,
    double flushedBytes,
    double compactedBytes,
    long compactions,
    long moves,
    double files,
    double spaceAmplification,
    double worstSpaceAmplification,
    double readAmplification,
    double stalledShare,
    double seconds,
    List<Sample> samples) {
  /** Copies the list. */
  public Prediction {
    samples = List.copyOf(samples);
  }

  /** Bytes written to files for each byte that users wrote. */
  public double writeAmplification() {
    return (flushedBytes + compactedBytes) / userBytes;
  }

  /** How fast users could write in the end, in bytes of keys and values a second. */
  public double bytesPerSecond() {
    return seconds == 0 ? 0 : userBytes / seconds;
  }

  /**
   * One moment.
   *
   * @param userBytes bytes that users had written
   * @param writeAmplification so far
   * @param spaceAmplification then
   * @param readAmplification then
   */
  public record Sample(
      double userBytes,
      double writeAmplification,
      double spaceAmplification,
      double readAmplification) {}
}
