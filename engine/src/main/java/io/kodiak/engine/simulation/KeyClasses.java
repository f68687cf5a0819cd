package io.kodiak.engine.simulation;

import java.util.List;

/**
 * How popular the keys of a workload are: classes of keys that are all written equally often.
 * Immutable.
 *
 * <p>The keys of every class lie evenly over the whole range of keys, as those of a hashed or a
 * random order do.
 */
final class KeyClasses {
  private final double[] keys;
  private final double[] shares;

  private KeyClasses(double[] keys, double[] shares) {
    this.keys = keys;
    this.shares = shares;
  }

  /** All keys are written equally often. */
  static KeyClasses uniform(double keys) {
    return new KeyClasses(new double[] {keys}, new double[] {1});
  }

  /** Classes as they were found in a recorded trace. */
  static KeyClasses of(List<KeyClass> classes) {
    return new KeyClasses(
        classes.stream().mapToDouble(KeyClass::keys).toArray(),
        classes.stream().mapToDouble(KeyClass::share).toArray());
  }

  /**
   * The key of rank r is written in proportion to 1 / r^theta: ranks from one power of two to the
   * next make a class.
   *
   * @param theta above 0, not 1
   */
  static KeyClasses zipfian(double keys, double theta) {
    int count = Math.max(1, (int) Math.ceil(Math.log(keys + 1) / Math.log(2)));
    double[] sizes = new double[count];
    double[] weights = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      double from = Math.pow(2, i);
      double to = Math.min(keys + 1, 2 * from);
      sizes[i] = Math.max(1e-9, to - from);
      // The first few ranks are summed up; over more of them the integral is as good.
      weights[i] =
          i < 10 ? sum(from, to, theta) : (antiderivative(to, theta) - antiderivative(from, theta));
      sum += weights[i];
    }
    for (int i = 0; i < count; i++) {
      weights[i] /= sum;
    }
    return new KeyClasses(sizes, weights);
  }

  private static double sum(double from, double to, double theta) {
    double sum = 0;
    for (double rank = from; rank < to; rank++) {
      sum += Math.pow(rank, -theta);
    }
    return sum;
  }

  private static double antiderivative(double rank, double theta) {
    return Math.pow(rank - 0.5, 1 - theta) / (1 - theta);
  }

  int count() {
    return keys.length;
  }

  /** How many keys are in a class. */
  double keys(int index) {
    return keys[index];
  }

  /** The share of all writes that go to a class. */
  double share(int index) {
    return shares[index];
  }

  /**
   * The share of the keys of a class that at least one of so many writes to all classes meets: 1 -
   * (1 - 1/n)^w.
   */
  double touched(int index, double writes) {
    double own = writes * shares[index];
    return keys[index] <= 1 ? Math.min(1, own) : -Math.expm1(own * Math.log1p(-1 / keys[index]));
  }
}
