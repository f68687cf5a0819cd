package io.kodiak.engine.simulation;

import java.util.ArrayList;
import java.util.List;

/** Adds up what happens in a simulation. For one thread. */
final class Tally {
  double flushed;
  double compacted;
  long compactions;
  long moves;
  private double spaceSum;
  private double readSum;
  private double fileSum;
  private double worstSpace;
  private long observed;
  private final List<Prediction.Sample> samples = new ArrayList<>();

  /** Notes the space amplification of a moment. */
  void peak(double space, boolean counts) {
    if (counts) {
      worstSpace = Math.max(worstSpace, space);
    }
  }

  /**
   * Looks at the tree before a flush.
   *
   * @param counts whether it counts for the averages
   * @param sampled whether to keep it
   */
  void observe(
      double userBytes, double space, double read, int files, boolean counts, boolean sampled) {
    peak(space, counts);
    if (counts) {
      fileSum += files;
      spaceSum += space;
      readSum += read;
      observed++;
    }
    if (sampled) {
      samples.add(new Prediction.Sample(userBytes, (flushed + compacted) / userBytes, space, read));
    }
  }

  /**
   * What it all came to.
   *
   * @param seconds how long the writes took
   * @param unhindered how long they would have taken had nobody held writers back
   */
  Prediction prediction(double seconds, double unhindered, double userBytes) {
    long count = Math.max(1, observed);
    return new Prediction(
        userBytes,
        flushed,
        compacted,
        compactions,
        moves,
        fileSum / count,
        spaceSum / count,
        worstSpace,
        readSum / count,
        seconds == 0 ? 0 : Math.max(0, 1 - unhindered / seconds),
        seconds,
        samples);
  }
}
