package io.kodiak.engine.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Finds classes of keys that have a given footprint: n keys that are each written at a rate r have
 * n (1 - exp(-r w)) different ones in w writes, and new keys w times their share.
 *
 * <p>The rates that are tried are half an octave apart. Keys that are rare, but written again one
 * day, look nearly like new ones in a trace that is shorter than that; so of all fits that are
 * about as close as the closest, the one counts whose rarest keys are the least rare: it takes the
 * fewest keys for granted that the trace does not have. New keys count as the rarest.
 */
final class FootprintFit {
  /** How much worse than the closest one a fit may be. */
  private static final double CLOSE = 1.2;

  /** What it may be off in any case, times the square root of the number of sampled keys. */
  private static final double CHANCE = 0.02;

  /** The rarest keys are written once in as many writes as the trace has, times one of these. */
  private static final double[] RAREST = {0.25, 0.5, 1, 1.42, 2, 2.83, 4};

  /** Less than endless; no trace tells of so many. */
  private static final double MOST_KEYS = KeyClass.ENDLESS / 2;

  private final long[] lengths;
  private final double[] wanted;

  private FootprintFit(long[] lengths, double[] wanted) {
    this.lengths = lengths;
    this.wanted = wanted;
  }

  /**
   * The classes, those written most often first. Their shares add up to 1: the share of keys that
   * are written so often that chance alone decides whether the sample has them follows from that.
   *
   * @param lengths numbers of consecutive writes, the last that of all
   * @param wanted how many different keys these have, more than 0
   * @param sampledKeys how many of them were seen
   */
  static List<KeyClass> classes(long[] lengths, double[] wanted, int sampledKeys) {
    FootprintFit fit = new FootprintFit(lengths, wanted);
    List<Solution> found = new ArrayList<>();
    double closest = Double.MAX_VALUE;
    for (int i = 0; i <= RAREST.length; i++) {
      boolean fresh = i == RAREST.length;
      Solution solution = fit.solve(RAREST[fresh ? i - 1 : i], fresh);
      found.add(solution);
      closest = Math.min(closest, solution.error);
    }
    double allowed = CLOSE * closest + CHANCE / Math.sqrt(Math.max(1, sampledKeys));
    for (Solution solution : found) {
      if (solution.error <= allowed) {
        return solution.classes();
      }
    }
    throw new IllegalStateException("the closest fit is close");
  }

  /** A fit. */
  private static final class Solution {
    private final double[] keys;
    private final double fresh;
    private final double error;

    /**
     * @param keys how many are written at each rate: 1, and each half an octave less
     * @param fresh the share of new keys
     * @param error the mean relative error
     */
    Solution(double[] keys, double fresh, double error) {
      this.keys = keys;
      this.fresh = fresh;
      this.error = error;
    }

    List<KeyClass> classes() {
      List<KeyClass> coldFirst = new ArrayList<>();
      double left = add(coldFirst, KeyClass.ENDLESS, fresh, 1);
      for (int i = keys.length - 1; i >= 0; i--) {
        double count = Math.min(MOST_KEYS, Math.max(1, keys[i]));
        left = add(coldFirst, count, keys[i] * rate(i), left);
      }
      add(coldFirst, 1, left, left);
      Collections.reverse(coldFirst);
      return List.copyOf(coldFirst);
    }

    /** Adds a class with a share of at most what is left; what is left then. */
    private static double add(List<KeyClass> classes, double keys, double share, double left) {
      double own = Math.min(left, share);
      if (own <= 1e-9) {
        return left;
      }
      classes.add(new KeyClass(keys, own));
      return left - own;
    }
  }

  private static double rate(int index) {
    return Math.pow(2, -index / 2.0);
  }

  private Solution solve(double rarest, boolean fresh) {
    double writes = lengths[lengths.length - 1];
    int rates =
        1 + (int) Math.max(0, Math.ceil(2 * Math.log(rarest * writes) / Math.log(2) - 1e-9));
    double[][] columns = new double[rates + (fresh ? 1 : 0)][lengths.length];
    for (int i = 0; i < columns.length; i++) {
      for (int k = 0; k < lengths.length; k++) {
        double within = i == rates ? lengths[k] : -Math.expm1(-rate(i) * lengths[k]);
        columns[i][k] = within / wanted[k];
      }
    }
    double[] found = LeastSquares.solve(columns);
    double sum = 0;
    for (int k = 0; k < lengths.length; k++) {
      double error = -1;
      for (int i = 0; i < columns.length; i++) {
        error += found[i] * columns[i][k];
      }
      sum += error * error;
    }
    return new Solution(
        Arrays.copyOf(found, rates), fresh ? found[rates] : 0, Math.sqrt(sum / lengths.length));
  }
}
